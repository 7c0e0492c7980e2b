"""A local stand-in for AWS: moto's server, plus the calls the Terraform AWS
provider makes and moto lacks.

It answers the provider's round trips, so that apply, a second plan and destroy
can run without an account. It refuses what AWS's own models and documentation
rule out (requests), and what the policies of the role that calls do not allow
(permissions). It is no evidence of what AWS does beyond that.

The server ends when its standard input does: the process that started it holds
the other end, and even its death by SIGKILL closes that.
"""
