package policies.topics.state

import rego.v1

import data.lib

rule contains {"id": "state-with-own-key", "title": "The state is encrypted with the state's key, and locked", "controls": ["pdm"]}

# A plan shows no backend. The bootstrap has none until its bucket exists.
violation contains lib.found("state-with-own-key", "terraform.backend.s3", "leaves the state to a key of Amazon S3's, or unlocked") if {
	s3 := input.terraform.backend.s3
	not kept(s3)
}

kept(s3) if {
	s3.encrypt == true
	s3.kms_key_id != ""
	s3.use_lockfile == true
}
