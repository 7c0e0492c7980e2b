// Package iam writes IAM policies as aws_iam_policy_document data sources: the
// synthesized JSON shows each statement as structure, which people and policy
// engines read more easily than a string of JSON within JSON.
package iam

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawsiampolicydocument"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// Statement is one statement of a policy. Effect is Allow unless Deny is set.
type Statement struct {
	// Sid names the statement; letters and digits only.
	Sid string
	// Deny makes the statement a refusal.
	Deny bool
	// Actions are the API actions, "logs:PutLogEvents".
	Actions []string
	// Resources are ARNs; empty in a trust policy.
	Resources []string
	// Except, in place of Resources, are the ARNs of what the statement leaves
	// out.
	Except []string
	// Principals are who the statement speaks of; empty in a policy that is
	// attached to an identity.
	Principals []Principal
	// Conditions must all hold.
	Conditions []Condition
}

// Principal is who a statement speaks of.
type Principal struct {
	// Type is "Service", "AWS", "Federated" or "*".
	Type string
	// Identifiers are service names, ARNs or "*".
	Identifiers []string
}

// Condition narrows a statement.
type Condition struct {
	// Test is the operator, "StringEquals".
	Test string
	// Variable is the condition key, "aws:SourceAccount".
	Variable string
	// Values match if any of them does.
	Values []string
}

// Service is an AWS service as a principal: Service("vpc-flow-logs.amazonaws.com").
func Service(names ...string) []Principal {
	return []Principal{{Type: "Service", Identifiers: names}}
}

// Anyone is every principal, for statements that refuse.
func Anyone() []Principal {
	return []Principal{{Type: "*", Identifiers: []string{"*"}}}
}

// FromAccount narrows a statement for a service to requests on behalf of one
// account, against the confused deputy.
func FromAccount(id string) Condition {
	return Condition{Test: "StringEquals", Variable: "aws:SourceAccount", Values: []string{id}}
}

// TLSOnly refuses an action on the resources over plain HTTP, which is what
// control S3.5 asks of a bucket.
func TLSOnly(action string, resources ...string) Statement {
	return Statement{
		Sid:        "DenyInsecureTransport",
		Deny:       true,
		Actions:    []string{action},
		Resources:  resources,
		Principals: Anyone(),
		Conditions: []Condition{{Test: "Bool", Variable: "aws:SecureTransport", Values: []string{"false"}}},
	}
}

// AccountDecides leaves the decision about a KMS key to IAM for identities of the
// account, as AWS's default key policy does. In a key's policy the resource "*"
// means the key.
func AccountDecides(partition, accountID string) Statement {
	return Statement{
		Sid:        "EnableIAMPolicies",
		Actions:    []string{"kms:*"},
		Resources:  []string{"*"},
		Principals: []Principal{{Type: "AWS", Identifiers: []string{fmt.Sprintf("arn:%s:iam::%s:root", partition, accountID)}}},
	}
}

// Document declares the policy document and returns its JSON, as a token.
func Document(m address.Module, role string, statements ...Statement) *string {
	rendered := make([]*dataawsiampolicydocument.DataAwsIamPolicyDocumentStatement, len(statements))
	for i, s := range statements {
		rendered[i] = s.render()
	}
	dataawsiampolicydocument.NewDataAwsIamPolicyDocument(m.Stack, m.ID(role),
		&dataawsiampolicydocument.DataAwsIamPolicyDocumentConfig{Statement: &rendered})
	return m.Ref("data.aws_iam_policy_document", role, "json")
}

// Trust declares the policy that lets a service assume a role on behalf of the
// given account, and returns its JSON.
func Trust(m address.Module, role, service, accountID string) *string {
	return Document(m, role, Statement{
		Actions:    []string{"sts:AssumeRole"},
		Principals: Service(service),
		Conditions: []Condition{FromAccount(accountID)},
	})
}

func (s Statement) render() *dataawsiampolicydocument.DataAwsIamPolicyDocumentStatement {
	out := &dataawsiampolicydocument.DataAwsIamPolicyDocumentStatement{
		Effect:  jsii.String("Allow"),
		Actions: jsii.Strings(s.Actions...),
	}
	if s.Sid != "" {
		out.Sid = jsii.String(s.Sid)
	}
	if s.Deny {
		out.Effect = jsii.String("Deny")
	}
	if len(s.Resources) > 0 {
		out.Resources = jsii.Strings(s.Resources...)
	}
	if len(s.Except) > 0 {
		out.NotResources = jsii.Strings(s.Except...)
	}
	if len(s.Principals) > 0 {
		principals := make([]*dataawsiampolicydocument.DataAwsIamPolicyDocumentStatementPrincipals, len(s.Principals))
		for i, p := range s.Principals {
			principals[i] = &dataawsiampolicydocument.DataAwsIamPolicyDocumentStatementPrincipals{
				Type:        jsii.String(p.Type),
				Identifiers: jsii.Strings(p.Identifiers...),
			}
		}
		out.Principals = &principals
	}
	if len(s.Conditions) > 0 {
		conditions := make([]*dataawsiampolicydocument.DataAwsIamPolicyDocumentStatementCondition, len(s.Conditions))
		for i, c := range s.Conditions {
			conditions[i] = &dataawsiampolicydocument.DataAwsIamPolicyDocumentStatementCondition{
				Test:     jsii.String(c.Test),
				Variable: jsii.String(c.Variable),
				Values:   jsii.Strings(c.Values...),
			}
		}
		out.Condition = &conditions
	}
	return out
}
