#!/bin/sh
# Starts the service: bin/tradecounter [--config FILE]. JAVA_HOME or java on the path must be JDK 25.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
if [ "${version:-0}" -lt 25 ]; then
  echo "tradecounter: needs Java 25 or later, $java is ${version:-unknown}; set JAVA_HOME" >&2
  exit 2
fi
# shellcheck disable=SC2086 # options are words
exec "$java" ${JAVA_OPTIONS:--Xmx4g} --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -XX:+UseCompactObjectHeaders \
  -cp "$home/lib/*" tradecounter.Main "$@"
