package envs

import (
	"cmp"
	"path"
)

// State is where Terraform keeps the state of one stack. It is one of
// [S3State], [CloudState] and [LocalState].
type State interface {
	// problems reports everything that is wrong with the value, with fields
	// named below the given one.
	problems(field string) []Problem
}

// StateStore is the S3 bucket, the DynamoDB table and the KMS key that the
// bootstrap stack creates, once an account, for the state of all stacks.
type StateStore struct {
	// Bucket is the name of the S3 bucket.
	Bucket string
	// Table is the name of the DynamoDB table that holds the locks.
	Table string
	// KeyAlias names the KMS key that encrypts both, with its "alias/" prefix.
	// An alias rather than an ARN, because the backend must be configured
	// before the key exists.
	KeyAlias string
	// Region is the AWS region of all three.
	Region string
}

// StateOf is the place of one stack's state: one key a stack, which takes the
// place of the plan's workspaces.
func (s StateStore) StateOf(stack string) S3State {
	return S3State{
		Bucket:   s.Bucket,
		Key:      path.Join("infrastructure", stack, "terraform.tfstate"),
		Region:   s.Region,
		KeyAlias: s.KeyAlias,
		Table:    s.Table,
	}
}

// S3State keeps state in an S3 bucket, encrypted with a KMS key and locked
// twice: by an object beside the state (S3's conditional writes) and by an
// item in a DynamoDB table. Terraform from 1.11 on deprecates the table;
// together they let older and newer clients exclude each other.
type S3State struct {
	// Bucket is the S3 bucket's name.
	Bucket string
	// Key is the path of the state object; no two stacks share one.
	Key string
	// Region is the bucket's region.
	Region string
	// KeyAlias is the KMS key's alias. Without it Terraform writes state with
	// AES256 even into a bucket whose default is KMS.
	KeyAlias string
	// Table is the DynamoDB table with the locks.
	Table string
}

// CloudState keeps state in a Terraform Cloud workspace.
type CloudState struct {
	// Organization is the Terraform Cloud organization.
	Organization string
	// Workspace is the workspace's name; no two stacks share one.
	Workspace string
	// Hostname is the address of a Terraform Enterprise installation; empty
	// for Terraform Cloud itself.
	Hostname string
}

// Host is the address of the installation that has the workspace.
func (s CloudState) Host() string { return cmp.Or(s.Hostname, "app.terraform.io") }

// LocalState keeps state in a file on the machine that runs Terraform, without
// a lock that others would see: for experiments, never for production.
type LocalState struct {
	// Path is the state file, relative to the stack's folder in cdktf.out, so
	// that the synthesized stack is the same on every machine.
	Path string
}
