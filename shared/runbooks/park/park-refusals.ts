export const parkRefusals = {
  "not-scaled-by-headgate": {
    means: "The service's mode gives Headgate no right to its count, so it can't be parked.",
    remedy: "Set mode: scale in headgate.yml and deploy; or set the desired count to 0 with ECS.",
  },
  "database-in-use": {
    means: "A service that is not parked has a pool on the database.",
    remedy: "Park that service too, or leave the database out.",
  },
  "database-cannot-stop": {
    means: "RDS doesn't stop a database of this kind.",
    remedy: "Leave it out; a smaller class for the night may do: see resize-database.",
  },
  "database-not-available": {
    means: "RDS stops only what is available.",
    remedy: "Wait until RDS has finished what it is doing.",
  },
  "database-unreadable": {
    means: "RDS doesn't answer about the database, or doesn't know it.",
    remedy: "See the call in the message; check the name in headgate.yml and the role's rights.",
    mayPass: true,
  },
  "cannot-decide": {
    means: "A service can't be read now, so nothing is promised.",
    remedy: "See the reason in the message; try again when it can be read.",
    mayPass: true,
  },
  "not-parked": {
    means: "None of the services is parked by a runbook, and no database of the list is stopped.",
    remedy: "Nothing to do; a service that is parked by its schedule comes back with it.",
  },
  "until-passed": {
    means: "The time at which everything is to come back is over already.",
    remedy: "Give a later one, or a duration such as 12h.",
  },
} as const;
