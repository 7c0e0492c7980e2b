package terraform_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// testMissingAction takes one action out of the policy of the role that deploys:
// the apply fails as on AWS, and names role, action and resource. With the action
// back, the next apply makes the rest.
func testMissingAction(t *testing.T, env envs.Environment) {
	client := iam.NewFromConfig(awsConfig(envs.Shared.Region))
	policy := aws.String("arn:aws:iam::" + owner + ":policy" + envs.DeliveryPath + env.Label().Boundary())
	was, err := client.GetPolicyVersion(t.Context(), &iam.GetPolicyVersionInput{PolicyArn: policy, VersionId: aws.String("v1")})
	require.NoError(t, err)
	content, err := url.QueryUnescape(*was.PolicyVersion.Document)
	require.NoError(t, err)
	var document struct {
		Version   string
		Statement []map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(content), &document))
	taken := 0
	for _, s := range document.Statement {
		if actions, ok := s["Action"].([]any); ok && s["Sid"] == "Services" {
			s["Action"] = slices.DeleteFunc(actions, func(action any) bool {
				is := action == "budgets:*"
				if is {
					taken++
				}
				return is
			})
		}
	}
	require.Equal(t, 1, taken)
	without, err := json.Marshal(document)
	require.NoError(t, err)
	version, err := client.CreatePolicyVersion(t.Context(), &iam.CreatePolicyVersionInput{
		PolicyArn: policy, PolicyDocument: aws.String(string(without)), SetAsDefault: true,
	})
	require.NoError(t, err)

	action := "budgets:ModifyBudget"
	if env.Name == subject {
		// A killed apply has made the budget already, and a plan reads it.
		action = "budgets:ViewBudget"
	}
	err = deployer(t, env, provoked).Apply(t.Context(), env.Name)
	require.Error(t, err)
	assert.Contains(t, unwrapped(err.Error()), "User: arn:aws:sts::"+owner+":assumed-role/"+env.Label().DeployRole()+"/"+provoked+
		" is not authorized to perform: "+action+" on resource: arn:aws:budgets::"+owner+":budget/"+env.Label().Name("monthly")+
		" because no identity-based policy allows the "+action+" action")

	_, err = client.SetDefaultPolicyVersion(t.Context(), &iam.SetDefaultPolicyVersionInput{PolicyArn: policy, VersionId: aws.String("v1")})
	require.NoError(t, err)
	_, err = client.DeletePolicyVersion(t.Context(), &iam.DeletePolicyVersionInput{PolicyArn: policy, VersionId: version.PolicyVersion.VersionId})
	require.NoError(t, err)
}
