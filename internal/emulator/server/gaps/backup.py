"""AWS Backup."""

import json
import time


def fill_plans():
    """CreateBackupSelection, GetBackupSelection, DeleteBackupSelection (moto
    has neither the calls nor their paths); ListTags; UpdateBackupPlan;
    DeleteBackupPlan that deletes.

    The provider asks for tags at a path without a slash at its end, where moto
    takes the wrong part for the ARN. A deleted plan stays in moto and keeps its
    name, so that a second apply after a destroy would find it taken.
    """
    from moto.backup import urls
    from moto.backup.exceptions import ResourceNotFoundException
    from moto.backup.models import Plan
    from moto.backup.responses import BackupResponse
    from moto.moto_api._internal import mock_random

    def plan(self):
        return self.backup_backend.get_backup_plan(
            self._get_param("backupPlanId"), version_id=None
        )

    def selections(found):
        return found.__dict__.setdefault("selections", {})

    def create_backup_selection(self):
        found = plan(self)
        selection = {
            "SelectionId": str(mock_random.uuid4()),
            "BackupPlanId": found.backup_plan_id,
            "CreationDate": time.time(),
            "BackupSelection": json.loads(self.body)["BackupSelection"],
        }
        selections(found)[selection["SelectionId"]] = selection
        return json.dumps({k: v for k, v in selection.items() if k != "BackupSelection"})

    def get_backup_selection(self):
        selection = selections(plan(self)).get(self._get_param("selectionId"))
        if selection is None:
            raise ResourceNotFoundException(msg="there is no such backup selection")
        return json.dumps(selection)

    def delete_backup_selection(self):
        selections(plan(self)).pop(self._get_param("selectionId"), None)
        return "{}"

    def list_tags(self):
        tags = self.backup_backend.list_tags(self._get_param("resourceArn"))
        return json.dumps({"Tags": tags})

    def update_backup_plan(self):
        found = plan(self)
        renewed = Plan(
            json.loads(self.body)["BackupPlan"],
            found.creator_request_id,
            self.backup_backend,
        )
        found.backup_plan, found.version_id = renewed.backup_plan, renewed.version_id
        return json.dumps(found.to_dict())

    moto_delete = BackupResponse.delete_backup_plan

    def delete_backup_plan(self):
        answer = moto_delete(self)
        self.backup_backend.plans.pop(self._get_param("backupPlanId"))
        return answer

    BackupResponse.create_backup_selection = create_backup_selection
    BackupResponse.get_backup_selection = get_backup_selection
    BackupResponse.delete_backup_selection = delete_backup_selection
    BackupResponse.list_tags = list_tags
    BackupResponse.update_backup_plan = update_backup_plan
    BackupResponse.delete_backup_plan = delete_backup_plan

    path = "{0}/backup/plans/(?P<name>[^/]+)/selections"
    urls.url_paths[path + "/?$"] = BackupResponse.dispatch
    urls.url_paths[path + "/(?P<selection>[^/]+)/?$"] = BackupResponse.dispatch


def fill_vaults():
    """Put-, Get- and DeleteBackupVaultAccessPolicy, the same of
    BackupVaultNotifications, and ListRecoveryPointsByBackupVault, of which moto
    has neither the calls nor their paths.

    aws_backup_vault_policy and aws_backup_vault_notifications are made of the
    former; the provider lists recovery points when it destroys a vault with
    force_destroy. There are none, because nothing is ever backed up here.
    """
    from moto.backup import urls
    from moto.backup.exceptions import ResourceNotFoundException
    from moto.backup.responses import BackupResponse

    def vault(self):
        return self.backup_backend.describe_backup_vault(
            self._get_param("backupVaultName")
        )

    def put(attribute):
        def put_attribute(self):
            setattr(vault(self), attribute, json.loads(self.body))
            return "{}"

        return put_attribute

    def get(attribute):
        def get_attribute(self):
            found = vault(self)
            value = getattr(found, attribute, None)
            if value is None:
                raise ResourceNotFoundException(msg=f"the vault has no {attribute}")
            return json.dumps({**found.to_dict(), **value})

        return get_attribute

    def delete(attribute):
        def delete_attribute(self):
            vault(self).__dict__.pop(attribute, None)
            return "{}"

        return delete_attribute

    for attribute in ("access_policy", "notifications"):
        name = f"backup_vault_{attribute}"
        setattr(BackupResponse, f"put_{name}", put(attribute))
        setattr(BackupResponse, f"get_{name}", get(attribute))
        setattr(BackupResponse, f"delete_{name}", delete(attribute))

    def list_recovery_points_by_backup_vault(self):
        vault(self)
        return json.dumps({"RecoveryPoints": []})

    BackupResponse.list_recovery_points_by_backup_vault = (
        list_recovery_points_by_backup_vault
    )

    path = "{0}/backup-vaults/(?P<name>[^/]+)/"
    for ending in ("access-policy", "notification-configuration", "recovery-points/"):
        urls.url_paths[path + ending + "$"] = BackupResponse.dispatch
