package datasupabaseapikeys


type DataSupabaseApikeysSecretKeys struct {
}

