#!/bin/bash
# As the official image starts: KAFKA_LOG_DIRS becomes log.dirs; new storage is formatted.
set -eu
java() { /opt/java/bin/java $KAFKA_HEAP_OPTS -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "/opt/kafka/libs/*" "$@"; }
properties=/opt/kafka/config/server.properties
env | grep '^KAFKA_' | while IFS='=' read -r name value; do
  name=${name#KAFKA_}
  name=${name,,}
  echo "${name//_/.}=$value"
done > "$properties"
java kafka.tools.StorageTool format -t 4L6g3nShT-eMCtK--X86sw -c "$properties" --ignore-formatted
exec /opt/java/bin/java $KAFKA_HEAP_OPTS -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "/opt/kafka/libs/*" kafka.Kafka "$properties"
