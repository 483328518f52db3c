#!/bin/sh
# Prints nginx's requests of each 20 s as one line in CloudWatch's embedded metric format.
#
#   nginx-requests.sh NAMESPACE SERVICE [URL]
#
# nginx needs: server { listen 127.0.0.1:8081; location = /stub_status { stub_status; access_log off; } }
# Runs beside nginx in the same task: it needs a shell, awk, date, sleep, and curl or wget.
set -u
namespace=${1:?namespace of the metric}
service=${2:?name of the service}
url=${3:-http://127.0.0.1:8081/stub_status}
period=${PERIOD_SECONDS:-20}

counter() {
  if command -v curl >/dev/null; then curl -fsS -m 5 "$url"; else wget -qO- -T 5 "$url"; fi | awk 'NR == 3 { print $3 }'
}

before=$(counter)
while :; do
  sleep $((period - $(date +%s) % period))
  start=$(($(date +%s) / period * period - period))
  after=$(counter)
  if [ -z "$after" ]; then
    # Not known is not 0: nothing is printed. The next line starts anew.
    echo "$url does not answer" >&2
    before=""
    continue
  fi
  if [ -n "$before" ]; then
    # One of them is this very question. After a restart of nginx the counter begins at 0.
    if [ "$after" -gt "$before" ]; then served=$((after - before - 1)); else served=$after; fi
    printf '{"_aws":{"Timestamp":%s000,"CloudWatchMetrics":[{"Namespace":"%s","Dimensions":[["Service"]],"Metrics":[{"Name":"RequestsServed","Unit":"Count","StorageResolution":1}]}]},"Service":"%s","RequestsServed":%s}\n' \
      "$start" "$namespace" "$service" "$served"
  fi
  before=$after
done
