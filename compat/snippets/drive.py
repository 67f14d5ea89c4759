import base64
import importlib.util
import json
import sys

spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
failed = False
for line in open(sys.argv[2], encoding="utf-8"):
    name, genuine, secret, now, id, timestamp, signature, body = line.rstrip("\n").split("\t")
    if secret.startswith("{"):
        secret = json.loads(secret)["keys"]
    headers = {
        key: value
        for key, value in {
            "webhook-id": id,
            "webhook-timestamp": timestamp,
            "webhook-signature": signature,
        }.items()
        if value != "-"
    }
    data = b"" if body == "-" else base64.b64decode(body)
    if module.verify(secret, headers, data, int(now)) is not (genuine == "yes"):
        print(f"{name}: should be {genuine}")
        failed = True
sys.exit(failed)
