"""Accounts."""

import re


def fill():
    """An access key of twelve digits is the administrator's of that account, as in
    LocalStack. moto tells accounts by the keys that it has made alone.
    """
    from moto.iam import models

    of_moto = models.get_account_id_from

    def get_account_id_from(access_key):
        return access_key if re.fullmatch(r"[0-9]{12}", access_key) else of_moto(access_key)

    models.get_account_id_from = get_account_id_from
