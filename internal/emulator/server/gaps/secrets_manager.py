"""Secrets Manager."""

import json


def fill():
    """GetResourcePolicy of a replica.

    moto refuses it, as AWS does what would change a replica. AWS has the policy
    of the primary there too, and the provider reads it with the secret.
    """
    from moto.secretsmanager.models import ReplicaSecret, SecretsManagerBackend

    of_primary = SecretsManagerBackend.get_resource_policy

    def get_resource_policy(self, secret_id):
        secret = self.secrets.get(secret_id)
        if not isinstance(secret, ReplicaSecret):
            return of_primary(self, secret_id)
        return json.dumps({"ARN": secret.arn, "Name": secret.source.name})

    SecretsManagerBackend.get_resource_policy = get_resource_policy


def fill_replicas():
    """KmsKeyId of a replica, which moto forgets and the provider compares."""
    from moto.secretsmanager.models import FakeSecret

    without_keys = FakeSecret.create_replicas

    def create_replicas(self, replica_regions, force_overwrite):
        keys = {asked["Region"]: asked.get("KmsKeyId") for asked in replica_regions or []}
        made = without_keys(self, replica_regions, force_overwrite)
        for replica in made:
            replica.config["KmsKeyId"] = keys[replica.region] or replica.config["KmsKeyId"]
        return made

    FakeSecret.create_replicas = create_replicas
