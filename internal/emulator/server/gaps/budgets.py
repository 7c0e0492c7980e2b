"""AWS Budgets."""

import json


def fill():
    """ListTagsForResource, TagResource, UntagResource and the tags of
    CreateBudget; DescribeSubscribersForNotification; UpdateBudget.

    The provider reads tags and subscribers with every aws_budgets_budget, and
    changes a limit with UpdateBudget.
    """
    from moto.budgets.exceptions import NotFoundException
    from moto.budgets.models import Budget
    from moto.budgets.responses import BudgetsResponse

    def budget(self, account_id, name):
        found = self.backend.budgets[account_id].get(name)
        if found is None:
            raise NotFoundException(f"there is no budget {name}")
        return found

    def tags_of(self):
        # arn:aws:budgets::123456789012:budget/name
        arn = self._get_param("ResourceARN")
        found = budget(self, arn.split(":")[4], arn.split(":budget/", 1)[1])
        return found.__dict__.setdefault("tags", {})

    def as_dict(tags):
        return {tag["Key"]: tag["Value"] for tag in tags or []}

    def list_tags_for_resource(self):
        tags = [{"Key": k, "Value": v} for k, v in tags_of(self).items()]
        return json.dumps({"ResourceTags": tags})

    def tag_resource(self):
        tags_of(self).update(as_dict(self._get_param("ResourceTags")))
        return "{}"

    def untag_resource(self):
        for key in self._get_param("ResourceTagKeys") or []:
            tags_of(self).pop(key, None)
        return "{}"

    moto_create = BudgetsResponse.create_budget

    def create_budget(self):
        answer = moto_create(self)
        name = self._get_param("Budget")["BudgetName"]
        created = budget(self, self._get_param("AccountId"), name)
        created.tags = as_dict(self._get_param("ResourceTags"))
        return answer

    def update_budget(self):
        wanted = self._get_param("NewBudget")
        found = budget(self, self._get_param("AccountId"), wanted["BudgetName"])
        found.budget = Budget(wanted, []).budget
        return "{}"

    def identity(notification):
        return (
            notification["NotificationType"],
            notification["ComparisonOperator"],
            float(notification["Threshold"]),
            notification.get("ThresholdType", "PERCENTAGE"),
        )

    def describe_subscribers_for_notification(self):
        found = budget(
            self, self._get_param("AccountId"), self._get_param("BudgetName")
        )
        wanted = identity(self._get_param("Notification"))
        for notification in found.notifications:
            if identity(notification.details) == wanted:
                return json.dumps({"Subscribers": notification.subscribers})
        raise NotFoundException("the budget has no such notification")

    BudgetsResponse.list_tags_for_resource = list_tags_for_resource
    BudgetsResponse.tag_resource = tag_resource
    BudgetsResponse.untag_resource = untag_resource
    BudgetsResponse.create_budget = create_budget
    BudgetsResponse.update_budget = update_budget
    BudgetsResponse.describe_subscribers_for_notification = (
        describe_subscribers_for_notification
    )
