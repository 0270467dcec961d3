curl -sS --retry 5 --retry-connrefused -H "Authorization: Bearer $(cat key)" \
     -H 'Content-Type: application/cloudevents+json' \
     --data-binary @event.json http://127.0.0.1:8060/v1/events
curl -sS -G -H "Authorization: Bearer $(cat key)" -H 'Prefer: wait=5' \
     -d source=me/first -d id=result-1 http://127.0.0.1:8060/v1/events
