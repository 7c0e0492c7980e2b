package delivery

import (
	"slices"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// stateAccess are the ARNs and items that the S3 backend uses for a set of
// states. For other backends there are none: their states are none of AWS's
// business.
type stateAccess struct {
	// buckets hold the states; objects and locks are what lies in them.
	buckets, objects, locks []string
	// tables have two items a state: under its path who holds the lock, and
	// under digests the sum of what was written last.
	tables, items, digests []string
	// keys are the keys of the states' regions, of which those with one of the
	// aliases encrypt states.
	keys, aliases []string
}

// stateOf is the access to the state of an environment, and to that of its standby:
// by one pattern, since a boundary that lists both is too long for IAM.
func (p Props) stateOf(env envs.Environment) (a stateAccess) {
	s, ok := env.State.(envs.S3State)
	if !ok {
		return a
	}
	if standby, ok := env.InSecondRegion(); ok {
		if standby.State.(envs.S3State).Bucket != s.Bucket {
			s.Bucket, s.Region = s.Bucket+"*", "*"
		}
		s.Key += "*"
	}
	a.add(p, s, s.Key)
	return a
}

// statesWith is the access to all that the buckets of the given states hold:
// listed one by one, they would be too many for a policy.
func (p Props) statesWith(states ...envs.State) (a stateAccess) {
	for _, state := range states {
		if s, ok := state.(envs.S3State); ok {
			a.add(p, s, "*")
		}
	}
	return a
}

func (a *stateAccess) add(p Props, s envs.S3State, key string) {
	path := s.Bucket + "/" + key
	for _, each := range []struct {
		list  *[]string
		value string
	}{
		{&a.buckets, p.bucket(s.Bucket)},
		{&a.objects, p.bucket(path)},
		{&a.locks, p.bucket(path + ".tflock")},
		{&a.tables, p.arn("dynamodb", s.Region, "table/"+s.Table)},
		{&a.items, path},
		{&a.digests, path + "-md5"},
		{&a.keys, p.arn("kms", s.Region, "key/*")},
		{&a.aliases, s.KeyAlias},
	} {
		if !slices.Contains(*each.list, each.value) {
			*each.list = append(*each.list, each.value)
		}
	}
}

// read reads states, and leaves their locks alone: what reads may be killed at
// any time, and must not be able to release what others hold.
func (a stateAccess) read() []iam.Statement {
	if len(a.objects) == 0 {
		return nil
	}
	return append(a.use(),
		iam.Statement{Sid: "ReadState", Actions: []string{"s3:GetObject"}, Resources: a.objects},
		iam.Statement{
			Sid:        "ReadDigest",
			Actions:    []string{"dynamodb:GetItem"},
			Resources:  a.tables,
			Conditions: []iam.Condition{{Test: "ForAllValues:StringLike", Variable: "dynamodb:LeadingKeys", Values: a.digests}},
		})
}

// readLocked reads states, and takes and releases their locks.
func (a stateAccess) readLocked() []iam.Statement {
	if len(a.objects) == 0 {
		return nil
	}
	return slices.Concat(a.use(), a.lock(), []iam.Statement{
		{Sid: "ReadState", Actions: []string{"s3:GetObject"}, Resources: a.objects},
		{
			Sid:        "KeepDigest",
			Deny:       true,
			Actions:    []string{"dynamodb:DeleteItem", "dynamodb:PutItem"},
			Resources:  a.tables,
			Conditions: []iam.Condition{{Test: "ForAnyValue:StringLike", Variable: "dynamodb:LeadingKeys", Values: a.digests}},
		},
	})
}

// write reads and writes states.
func (a stateAccess) write() []iam.Statement {
	if len(a.objects) == 0 {
		return nil
	}
	return slices.Concat(a.use(), a.lock(), []iam.Statement{
		{Sid: "WriteState", Actions: []string{"s3:GetObject", "s3:PutObject"}, Resources: a.objects},
	})
}

// lock holds the locks: in the table, beside the digests, and in the bucket.
func (a stateAccess) lock() []iam.Statement {
	return []iam.Statement{
		{
			Sid:       "LockTable",
			Actions:   []string{"dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"},
			Resources: a.tables,
			Conditions: []iam.Condition{{
				Test: "ForAllValues:StringLike", Variable: "dynamodb:LeadingKeys", Values: slices.Concat(a.items, a.digests),
			}},
		},
		{Sid: "HoldLock", Actions: []string{"s3:DeleteObject", "s3:GetObject", "s3:PutObject"}, Resources: a.locks},
	}
}

// use is what reading and writing have in common.
func (a stateAccess) use() []iam.Statement {
	return []iam.Statement{
		// Without it S3 answers "forbidden" for a state that isn't there yet.
		{Sid: "ListState", Actions: []string{"s3:ListBucket"}, Resources: a.buckets},
		{
			Sid: "StateKey",
			// The table asks for more of these than the bucket does.
			Actions:   []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
			Resources: a.keys,
			// Told by alias, as in the backend. Nobody but who applies the
			// account can give a key such an alias.
			Conditions: []iam.Condition{{Test: "ForAnyValue:StringEquals", Variable: "kms:ResourceAliases", Values: a.aliases}},
		},
	}
}

// spared are objects and locks in one pattern each, for denials to leave out:
// there it grants nothing.
func (a stateAccess) spared() []string {
	patterns := make([]string, len(a.objects))
	for i, object := range a.objects {
		patterns[i] = object + "*"
	}
	return patterns
}

// otherKeys narrows a statement to every other key, also one without an alias.
func (a stateAccess) otherKeys() iam.Condition {
	return iam.Condition{Test: "ForAllValues:StringNotEquals", Variable: "kms:ResourceAliases", Values: a.aliases}
}
