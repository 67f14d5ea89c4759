# Sends a request to your receiver, signed as Belfry signs: it must say yes to this one.
secret=$WEBHOOK_SECRET url=https://example.com/webhooks
id=dlv_test at=$(date +%s) body='{"type":"order.created","data":{}}'
key=$(printf %s "${secret#whsec_}" | base64 -d | od -An -vtx1 | tr -d ' \n')
mac=$(printf %s "$id.$at.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
curl -i "$url" -H "webhook-id: $id" -H "webhook-timestamp: $at" \
  -H "webhook-signature: v1,$mac" -H 'content-type: application/cloudevents+json' -d "$body"
