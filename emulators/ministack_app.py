"""ministack, on whose default bus the test may put events of AWS's own services.

Customers may not, and ministack refuses them as AWS does; here nobody else plays CloudWatch and ECS. All that comes
after, rules and targets, is ministack's.
"""

from ministack.services import eventbridge

_put_events = eventbridge._put_events
eventbridge._put_events = lambda data: _put_events(data, allow_aws_source=True)

from ministack.app import app  # noqa: E402,F401  (what hypercorn serves)
