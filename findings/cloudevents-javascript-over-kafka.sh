#!/bin/sh
# What:   one event of the CloudEvents SDK for JavaScript has two times: in Kafka's binary mode its microseconds are kept, in
#         structured mode and over HTTP they are cut to milliseconds. Binary mode also has headers whose value is
#         undefined, and says the content type twice (content-type and ce_datacontenttype; the binding has only the first).
# Seen:   cloudevents 10.0.0 (npm), Node 20, 2026-11-30.
# Source: CloudEvents 1.0.2, Kafka protocol binding 3.2.1: datacontenttype is the header content-type.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" cloudevents@10.0.0 > npm.log 2>&1 || { cat npm.log; exit 1; }
cat > ask.mjs <<'NODE'
import {CloudEvent, HTTP, Kafka} from "cloudevents";
const event = new CloudEvent({
    id: "1", source: "north", type: "org.example.result", time: "2026-05-12T12:00:00.123456Z",
    datacontenttype: "application/json", data: {rating: "P"},
});
const binary = Kafka.binary(event);
console.log("Kafka, binary:", binary.headers.ce_time);
console.log("Kafka, structured:", JSON.parse(Kafka.structured(event).value).time);
console.log("HTTP, binary:", HTTP.binary(event).headers["ce-time"]);
console.log("HTTP, structured:", JSON.parse(HTTP.structured(event).body).time);
console.log("undefined:", Object.keys(binary.headers).filter(name => binary.headers[name] === undefined).join(" "));
console.log("content type:", Object.keys(binary.headers).filter(name => /content-?type/.test(name)).join(" "));
console.log("value:", typeof binary.value);
NODE
node ask.mjs | tee seen
diff seen - <<'SEEN'
Kafka, binary: 2026-05-12T12:00:00.123456Z
Kafka, structured: 2026-05-12T12:00:00.123Z
HTTP, binary: 2026-05-12T12:00:00.123Z
HTTP, structured: 2026-05-12T12:00:00.123Z
undefined: ce_subject ce_datacontentencoding ce_dataschema ce_schemaurl
content type: content-type ce_datacontenttype
value: object
SEEN
