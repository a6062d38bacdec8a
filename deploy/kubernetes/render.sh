#!/usr/bin/env bash
# Renders the chart into the files beside this one; HELM names the program where it is not on PATH.
set -euo pipefail
cd "$(dirname "$0")"
helm=${HELM:-helm}
chart=../helm/probity
"$helm" lint --strict "$chart"
"$helm" template probity "$chart" > probity.yaml
"$helm" template probity "$chart" --namespace kyc -f everything.values.yaml > everything.yaml
