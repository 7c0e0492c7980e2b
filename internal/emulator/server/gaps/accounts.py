"""Accounts."""

import re


def fill():
    """EMULATOR and an account's number is the access key of its administrator, with
    the 20 characters of any. moto tells accounts by the keys that it has made alone.
    """
    from moto.iam import models

    of_moto = models.get_account_id_from

    def get_account_id_from(access_key):
        administrator = re.fullmatch(r"EMULATOR([0-9]{12})", access_key)
        return administrator[1] if administrator else of_moto(access_key)

    models.get_account_id_from = get_account_id_from
