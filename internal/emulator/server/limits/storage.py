"""What has to come after what in the life of objects and of backups."""

from .rules import at, by_operation, cite

LIFECYCLE = "Constraints and considerations for transitions, S3 User Guide"
TRANSITION = "Transition, S3 API Reference"
RETENTION = "Lifecycle, Backup API Reference"
WINDOW = "BackupRuleInput, Backup API Reference"

INFREQUENT = ("STANDARD_IA", "ONEZONE_IA")
# An object moves down this way, never up it.
WATERFALL = (
    "STANDARD_IA",
    "INTELLIGENT_TIERING",
    "ONEZONE_IA",
    "GLACIER_IR",
    "GLACIER",
    "DEEP_ARCHIVE",
)


def _transitions(params):
    for kind, member in (
        ("Transitions", "Days"),
        ("NoncurrentVersionTransitions", "NoncurrentDays"),
    ):
        expiration = "Expiration" if member == "Days" else "NoncurrentVersionExpiration"
        for shown, rule in at(params, "LifecycleConfiguration.Rules.*"):
            moves = [
                (shown, one[member], one["StorageClass"])
                for shown, one in at(rule, f"{kind}.*")
                if member in one and one.get("StorageClass") in WATERFALL
            ]
            for path, days, storage in moves:
                path = f"{shown}.{path}.{member[0].lower()}{member[1:]}"
                yield path, days, cite(_broken(days, storage, moves), LIFECYCLE)
            ends = rule.get(expiration, {}).get(member)
            latest = max((days for _, days, _ in moves), default=None)
            if ends is not None and latest is not None:
                broken = f"Member must be greater than {latest}, the last transition's"
                broken = None if ends > latest else broken
                yield f"{shown}.{expiration}.{member}", ends, cite(broken, LIFECYCLE)


def _broken(days, storage, moves):
    if storage in INFREQUENT and days < 30:
        return f"Member must be 30 at least for {storage}"
    for _, earlier, of in moves:
        if WATERFALL.index(of) >= WATERFALL.index(storage):
            continue
        least = earlier + (30 if of in INFREQUENT else 1)
        if days < least:
            return f"Member must be {least} at least, after {earlier} for {of}"
    return None


def _backup(params):
    for shown, rule in at(params, "BackupPlan.Rules.*"):
        start = rule.get("StartWindowMinutes")
        if start is not None:
            broken = None if start >= 60 else "Member must be 60 at least"
            yield f"{shown}.startWindowMinutes", start, cite(broken, WINDOW)
        lives = at(rule, "Lifecycle") + at(rule, "CopyActions.*.Lifecycle")
        for path, life in lives:
            kept, cold = life.get("DeleteAfterDays"), life.get("MoveToColdStorageAfterDays")
            if kept is None or cold is None or -1 in (kept, cold):
                continue
            broken = f"Member must be {cold + 90} at least, 90 days in cold storage"
            broken = None if kept >= cold + 90 else broken
            yield f"{shown}.{path}.deleteAfterDays", kept, cite(broken, RETENTION)


LIMITS = by_operation(
    ("s3:PutBucketLifecycleConfiguration", _transitions),
    ("backup:CreateBackupPlan backup:UpdateBackupPlan", _backup),
)
