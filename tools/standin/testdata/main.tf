terraform {
  required_providers {
    supabase = {
      source  = "supabase/supabase"
      version = "~> 1.0"
    }
    vercel = {
      source  = "vercel/vercel"
      version = "~> 0.15"
    }
    null = {
      source  = "hashicorp/null"
      version = "~> 3.2"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.6"
    }
  }
}

variable "supabase_access_token" {
  type      = string
  sensitive = true
}

variable "vercel_api_token" {
  type      = string
  sensitive = true
}

variable "region" {
  type = string
}

variable "trigger" {
  type = string
}

provider "supabase" {
  access_token = var.supabase_access_token
}

provider "vercel" {
  api_token = var.vercel_api_token
}

resource "random_password" "database" {
  length           = 40
  min_numeric      = 3
  min_special      = 3
  override_special = "_-"
}

resource "supabase_project" "main" {
  organization_id   = "organization"
  name              = "pdm-test"
  database_password = random_password.database.result
  region            = var.region

  timeouts {
    create = "10m"
  }
}

resource "supabase_settings" "main" {
  project_ref = supabase_project.main.id
  api         = jsonencode({ max_rows = 1000 })
}

data "supabase_apikeys" "main" {
  project_ref = supabase_project.main.id
}

resource "vercel_project" "web" {
  name = "pdm-test-web"

  environment = [
    { key = "A", value = "a", target = ["production"] },
    { key = "B", value = "b", target = ["production", "preview"] },
  ]

  git_repository = {
    type = "github"
    repo = "example/web"
  }
}

resource "vercel_project_environment_variable" "anon_key" {
  project_id = vercel_project.web.id
  key        = "ANON_KEY"
  value      = data.supabase_apikeys.main.anon_key
  target     = ["production"]
}

resource "vercel_project_domain" "web" {
  project_id = vercel_project.web.id
  domain     = "app.example.com"
}

ephemeral "random_password" "once" {
  length = 12
}

resource "null_resource" "trigger" {
  triggers = { value = var.trigger }

  provisioner "local-exec" {
    command     = "printf %s \"$LENGTH\" >once"
    environment = { LENGTH = length(ephemeral.random_password.once.result) }
  }
}
