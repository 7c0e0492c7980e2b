set -eu
advise() {
  echo "Point-in-time recovery ($SUPABASE_VARIANT) of Supabase project $SUPABASE_PROJECT was not turned on." >&2
  echo "$1" >&2
  echo "Run apply again, or book the add-on in the project's dashboard (Settings, Add-ons) and then apply." >&2
  exit 1
}
command -v curl >/dev/null || advise "curl is not installed."
[ -n "$(printenv SUPABASE_ACCESS_TOKEN)" ] ||
  advise "Set TF_VAR_supabase_access_token or SUPABASE_ACCESS_TOKEN."
# The token goes through a pipe: arguments are in the list of processes.
{
  echo 'header = "Authorization: Bearer '"$SUPABASE_ACCESS_TOKEN"'"'
  echo 'header = "Content-Type: application/json"'
  echo 'request = PATCH'
  echo 'output = /dev/null'
  echo 'max-time = 60'
  echo 'retry = 3'
  echo 'silent'
  echo 'show-error'
  echo 'fail'
} | curl --config - --data '{"addon_type":"pitr","addon_variant":"'"$SUPABASE_VARIANT"'"}' "$SUPABASE_ENDPOINT/v1/projects/$SUPABASE_PROJECT/billing/addons" ||
  advise "Is the token valid (401, 403)? Do the organization's plan and the project's size have the add-on?"
