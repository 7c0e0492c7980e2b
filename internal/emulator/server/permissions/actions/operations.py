"""CloudWatch and its logs, SNS, Firehose, budgets, Cost Explorer and tagging."""

from . import Service


def _log_group(request):
    """The ARN of a log group as an action other than tagging asks for it: with
    the stream that it does not name.
    """
    for given in request.all("logGroupName", "logGroupIdentifier") or ["*"]:
        name = given.split(":log-group:")[-1].removesuffix(":*")
        yield request.arn("logs", f"log-group:{name}:log-stream:")


def _log_stream(request):
    name = request.one("logStreamName") or ""
    return [arn + name for arn in _log_group(request)]


LOGS = Service(
    "logs",
    ("logs",),
    {"log-group": _log_group, "log-stream": _log_stream, "tagged": "{resourceArn}"},
    {
        "": """DescribeDestinations DescribeResourcePolicies DescribeLogGroups PutResourcePolicy
            DeleteResourcePolicy""",
        "log-group": """AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteMetricFilter
            DeleteRetentionPolicy DeleteSubscriptionFilter DescribeLogStreams DescribeMetricFilters
            DescribeSubscriptionFilters DisassociateKmsKey FilterLogEvents ListTagsLogGroup
            PutMetricFilter PutRetentionPolicy PutSubscriptionFilter StartQuery TagLogGroup
            UntagLogGroup""",
        "log-stream": "CreateLogStream DeleteLogStream GetLogEvents PutLogEvents",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
)
LOGS.passing("PutSubscriptionFilter", "logs.amazonaws.com", "roleArn")

CLOUDWATCH = Service(
    "cloudwatch",
    ("cloudwatch",),
    {
        "alarm": "alarm:{AlarmName|AlarmNames}",
        "dashboard": lambda request: [
            request.arn("cloudwatch", f"dashboard/{name}", region="")
            for name in request.all("DashboardName", "DashboardNames")
        ],
        "tagged": "{ResourceARN}",
    },
    {
        "": "GetMetricData GetMetricStatistics ListDashboards ListMetrics PutMetricData",
        "alarm": """DeleteAlarms DescribeAlarmHistory DescribeAlarms DisableAlarmActions
            EnableAlarmActions PutCompositeAlarm PutMetricAlarm SetAlarmState""",
        "dashboard": "DeleteDashboards GetDashboard PutDashboard",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
)
CLOUDWATCH.with_keys(
    "PutMetricData", lambda request: {"cloudwatch:namespace": request.one("Namespace")}
)

SNS = Service(
    "sns",
    ("sns",),
    {"topic": "{TopicArn|ResourceArn|Name}"},
    {
        "": """GetSubscriptionAttributes ListSubscriptions ListTopics SetSubscriptionAttributes
            Unsubscribe""",
        "topic": """ConfirmSubscription CreateTopic DeleteTopic GetTopicAttributes
            ListSubscriptionsByTopic ListTagsForResource Publish SetTopicAttributes Subscribe
            TagResource UntagResource""",
    },
)


FIREHOSE = Service(
    "firehose",
    ("firehose",),
    {"deliverystream": "deliverystream/{DeliveryStreamName}"},
    {
        "": "ListDeliveryStreams",
        "deliverystream": """CreateDeliveryStream DeleteDeliveryStream DescribeDeliveryStream
            ListTagsForDeliveryStream PutRecord PutRecordBatch StartDeliveryStreamEncryption
            StopDeliveryStreamEncryption TagDeliveryStream UntagDeliveryStream UpdateDestination""",
    },
)
_DESTINATIONS = ("ExtendedS3Destination", "HttpEndpointDestination", "S3Destination")
FIREHOSE.passing(
    "CreateDeliveryStream UpdateDestination",
    "firehose.amazonaws.com",
    *(
        f"{destination}{ending}.{role}"
        for destination in _DESTINATIONS
        for ending in ("Configuration", "Update")
        for role in (
            "RoleARN", "S3Configuration.RoleARN", "S3Update.RoleARN",
            "SecretsManagerConfiguration.RoleARN",
        )
    ),
)  # fmt: skip


def _budget(request):
    name = request.one("Budget.BudgetName", "NewBudget.BudgetName", "BudgetName")
    given = request.one("ResourceARN")
    return given or request.arn("budgets", f"budget/{name or '*'}", region="")


_VIEW, _MODIFY = (
    "DescribeBudget DescribeBudgets DescribeNotificationsForBudget DescribeSubscribersForNotification",
    """CreateBudget CreateNotification CreateSubscriber DeleteBudget DeleteNotification
    DeleteSubscriber UpdateBudget UpdateNotification UpdateSubscriber""",
)

BUDGETS = Service(
    "budgets",
    ("budgets",),
    {"budget": _budget},
    {"budget": f"{_VIEW} {_MODIFY} ListTagsForResource TagResource UntagResource"},
    dict.fromkeys(_VIEW.split(), "ViewBudget")
    | dict.fromkeys(_MODIFY.split(), "ModifyBudget"),
)

COST_EXPLORER = Service(
    "ce",
    ("ce",),
    {
        "monitor": lambda request: request.all("MonitorArn", "MonitorArnList")
        or request.arn("ce", "anomalymonitor/*", region=""),
        "subscription": lambda request: request.all(
            "SubscriptionArn", "SubscriptionArnList"
        )
        or request.arn("ce", "anomalysubscription/*", region=""),
        "tagged": "{ResourceArn}",
    },
    {
        "": "CreateAnomalyMonitor CreateAnomalySubscription",
        "monitor": "DeleteAnomalyMonitor GetAnomalyMonitors UpdateAnomalyMonitor",
        "subscription": """DeleteAnomalySubscription GetAnomalySubscriptions
            UpdateAnomalySubscription""",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
)

TAG = Service(
    "tag",
    ("resourcegroupstaggingapi",),
    {},
    {"": "GetResources GetTagKeys GetTagValues TagResources UntagResources"},
)

QUOTAS = Service(
    "servicequotas",
    ("service-quotas",),
    {},
    {"": "GetAWSDefaultServiceQuota GetServiceQuota"},
)

SERVICES = (LOGS, CLOUDWATCH, SNS, FIREHOSE, BUDGETS, COST_EXPLORER, TAG, QUOTAS)
