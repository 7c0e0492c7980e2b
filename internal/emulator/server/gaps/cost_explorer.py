"""Cost Explorer."""

import json


def fill():
    """CreateAnomalyMonitor, GetAnomalyMonitors, UpdateAnomalyMonitor,
    DeleteAnomalyMonitor, and the same of anomaly subscriptions.

    aws_ce_anomaly_monitor and aws_ce_anomaly_subscription need all of them;
    moto has the tags.
    """
    from moto.ce.responses import CostExplorerResponse
    from moto.core.exceptions import JsonRESTError
    from moto.moto_api._internal import mock_random
    from moto.utilities.utils import get_partition

    def add(what, method, collection, mutable):
        def all_of(self):
            return self.ce_backend.__dict__.setdefault(collection, {})

        def find(self, arn):
            found = all_of(self).get(arn)
            if found is None:
                raise JsonRESTError(f"Unknown{what}Exception", f"there is no {arn}")
            return found

        def create(self):
            params = json.loads(self.body)
            partition = get_partition(self.region)
            arn = (
                f"arn:{partition}:ce::{self.current_account}:"
                f"anomaly{what.lower()}/{mock_random.uuid4()}"
            )
            created = params[f"Anomaly{what}"]
            created[f"{what}Arn"] = arn
            if what == "Subscription":
                created.setdefault("AccountId", self.current_account)
            all_of(self)[arn] = created
            self.ce_backend.tag_resource(arn, params.get("ResourceTags") or [])
            return json.dumps({f"{what}Arn": arn})

        def get(self):
            arns = json.loads(self.body).get(f"{what}ArnList")
            found = [find(self, arn) for arn in arns] if arns else all_of(self).values()
            return json.dumps({f"Anomaly{what}s": list(found)})

        def update(self):
            params = json.loads(self.body)
            found = find(self, params[f"{what}Arn"])
            found.update({name: params[name] for name in mutable if name in params})
            return json.dumps({f"{what}Arn": params[f"{what}Arn"]})

        def delete(self):
            arn = json.loads(self.body)[f"{what}Arn"]
            find(self, arn)
            del all_of(self)[arn]
            self.ce_backend.tagger.delete_all_tags_for_resource(arn)
            return "{}"

        setattr(CostExplorerResponse, f"create_{method}", create)
        setattr(CostExplorerResponse, f"get_{method}s", get)
        setattr(CostExplorerResponse, f"update_{method}", update)
        setattr(CostExplorerResponse, f"delete_{method}", delete)

    add("Monitor", "anomaly_monitor", "anomaly_monitors", ["MonitorName"])
    add(
        "Subscription",
        "anomaly_subscription",
        "anomaly_subscriptions",
        ["Frequency", "MonitorArnList", "Subscribers", "ThresholdExpression"],
    )
