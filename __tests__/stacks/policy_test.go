package stacks_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What tests put in place of what AWS answers.
const (
	testAccount   = "123456789012"
	testPartition = "aws"
)

var known = strings.NewReplacer(
	"${data.aws_caller_identity.current.account_id}", testAccount,
	"${data.aws_partition.partition.partition}", testPartition,
)

// request is what somebody asks of AWS: an action on a resource, and what is
// known about both by condition key. Keys with several values have them
// separated by commas; a key that is missing is one that AWS doesn't have for
// the request.
type request struct {
	action, resource string
	keys             map[string]string
}

// verdict is what a policy says about a request.
type verdict struct{ allowed, denied bool }

// decide evaluates a policy as IAM does, with as much of its language as the
// stacks use. It fails for anything else.
func decide(t *testing.T, statements []object, r request) (v verdict) {
	t.Helper()
	for _, s := range statements {
		if !matches(texts(s["actions"]), r.action) || !concerns(s, r.resource) || !holds(t, s, r.keys) {
			continue
		}
		if s["effect"] == "Deny" {
			v.denied = true
		} else {
			v.allowed = true
		}
	}
	return v
}

// concerns says whether a statement speaks of the resource. A trust policy
// names none: it speaks of its role.
func concerns(s object, resource string) bool {
	if except := texts(s["not_resources"]); except != nil {
		return !matches(except, resource)
	}
	resources := texts(s["resources"])
	return resources == nil || matches(resources, resource)
}

func holds(t *testing.T, s object, keys map[string]string) bool {
	t.Helper()
	for _, c := range blocks(s["condition"]) {
		value, present := keys[c["variable"].(string)]
		var given []string
		if present {
			given = strings.Split(value, ",")
		}
		wanted := texts(c["values"])
		equal := func(v string) bool { return slices.Contains(wanted, v) }
		like := func(v string) bool { return matches(wanted, v) }
		unequal := func(v string) bool { return !equal(v) }
		all := func(test func(string) bool) bool {
			return !slices.ContainsFunc(given, func(v string) bool { return !test(v) })
		}
		var ok bool
		switch test := c["test"]; test {
		case "StringEquals", "ForAnyValue:StringEquals", "Bool":
			ok = slices.ContainsFunc(given, equal)
		case "StringLike", "ForAnyValue:StringLike", "ArnEquals":
			ok = slices.ContainsFunc(given, like)
		case "StringNotEquals", "ForAllValues:StringNotEquals":
			ok = all(unequal)
		case "ForAllValues:StringLike":
			ok = all(like)
		case "Null":
			ok = (wanted[0] == "true") == !present
		default:
			require.Fail(t, "unknown condition", "%v", test)
		}
		if !ok {
			return false
		}
	}
	return true
}

// matches says whether one of the patterns, with * and ?, is the whole value.
func matches(patterns []string, value string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		expression, ok := expressions[pattern]
		if !ok {
			quoted := regexp.QuoteMeta(pattern)
			quoted = strings.ReplaceAll(strings.ReplaceAll(quoted, `\*`, ".*"), `\?`, ".")
			expression = regexp.MustCompile("(?s)^" + quoted + "$")
			expressions[pattern] = expression
		}
		return expression.MatchString(value)
	})
}

// expressions are the patterns that were asked for, compiled.
var expressions = map[string]*regexp.Regexp{}

// texts are the strings of a list, with what AWS answers filled in; nil where
// there is no list.
func texts(list any) []string {
	values, ok := list.([]any)
	if !ok {
		return nil
	}
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = known.Replace(v.(string))
	}
	return out
}

// policyOf are the statements of a managed policy, given the reference to its
// ARN.
func (s stack) policyOf(t *testing.T, reference any) []object {
	t.Helper()
	for name, policy := range s.Resource["aws_iam_policy"] {
		if reference == ref("aws_iam_policy", name, "arn") {
			return s.statements(t, policy["policy"])
		}
	}
	require.Fail(t, "no such policy", "%v", reference)
	return nil
}

// permissions are the statements of all policies of a role of this stack.
func (s stack) permissions(t *testing.T, role string) (all []object) {
	t.Helper()
	of := []any{ref("aws_iam_role", role, "name"), ref("aws_iam_role", role, "id")}
	for _, a := range s.Resource["aws_iam_role_policy_attachment"] {
		if slices.Contains(of, a["role"]) {
			all = append(all, s.policyOf(t, a["policy_arn"])...)
		}
	}
	for _, p := range s.Resource["aws_iam_role_policy"] {
		if slices.Contains(of, p["role"]) {
			all = append(all, s.statements(t, p["policy"])...)
		}
	}
	require.NotEmpty(t, all, role)
	return all
}

// may says whether a role of this stack may do what it asks: its policies
// allow it, its boundary does, and neither denies it.
func (s stack) may(t *testing.T, role string, r request) bool {
	t.Helper()
	require.Contains(t, s.Resource["aws_iam_role"], role)
	by := decide(t, s.permissions(t, role), r)
	within := decide(t, s.policyOf(t, s.Resource["aws_iam_role"][role]["permissions_boundary"]), r)
	return by.allowed && within.allowed && !by.denied && !within.denied
}

// refused says whether a role is denied what it asks, whatever else allows it.
func (s stack) refused(t *testing.T, role string, r request) bool {
	t.Helper()
	return decide(t, s.policyOf(t, s.Resource["aws_iam_role"][role]["permissions_boundary"]), r).denied
}

// assumable says whether a token lets its bearer assume a role of this stack.
// Where its subject names no branch, it is one of the default branch.
func (s stack) assumable(t *testing.T, role, issuer, audience, subject string) bool {
	t.Helper()
	ref := "refs/heads/main"
	if _, named, ok := strings.Cut(subject, ":ref:"); ok {
		ref = named
	}
	return s.assumableFrom(t, role, issuer, audience, subject, ref)
}

// assumableFrom is assumable for a run of the given branch or tag.
func (s stack) assumableFrom(t *testing.T, role, issuer, audience, subject, ref string) bool {
	t.Helper()
	keys := map[string]string{issuer + ":aud": audience, issuer + ":sub": subject, issuer + ":ref": ref}
	v := decide(t, s.statements(t, s.Resource["aws_iam_role"][role]["assume_role_policy"]),
		request{action: "sts:AssumeRoleWithWebIdentity", keys: keys})
	return v.allowed && !v.denied
}
