# For a policy set of Terraform Cloud, with OPA, whose folder is this one.
policy "pdm" {
  description       = "What a stack must hold to, but for the exceptions in data.json"
  query             = "data.policies.deny"
  enforcement_level = "mandatory"
}
