package terraform

import (
	"os"
	"path/filepath"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSwitchedBy(t *testing.T) {
	dir := t.TempDir()
	write := func(resources string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, stackFile), []byte(`{"resource": {`+resources+`}}`), 0o644))
	}
	write(`
		"aws_nat_gateway": {"nat": {"count": "${var.serving == \"true\" ? 1 : 0}"}},
		"aws_route": {"out": {"count": "${var.serving == \"true\" ? 1 : 0}", "nat_gateway_id": "${try(aws_nat_gateway.nat[0].id, var.serving)}"}},
		"aws_cloudwatch_metric_alarm": {
			"ports": {"dimensions": {"NatGatewayId": "${try(aws_nat_gateway.nat[0].id, var.serving)}"}},
			"cpu": {"threshold": 80}
		},
		"terraform_data": {"applied": {"input": "${var.serving}"}},
		"aws_ecs_service": {"api": {"depends_on": ["aws_route.out"], "desired_count": 0, "tags": {"serving": "var.serving_else "}}}`)
	switched, err := switchedBy(dir, "serving")
	require.NoError(t, err)
	assert.Equal(t, []string{"aws_cloudwatch_metric_alarm.ports", "aws_nat_gateway.nat", "aws_route.out", "terraform_data.applied"}, switched)

	write(`"aws_vpc": {"main": {}}`)
	_, err = switchedBy(dir, "serving")
	assert.ErrorContains(t, err, "is no standby")
}

func TestBesidesTheSwitch(t *testing.T) {
	change := func(address string, mode tfjson.ResourceMode, action tfjson.Action) *tfjson.ResourceChange {
		return &tfjson.ResourceChange{Address: address, Mode: mode, Change: &tfjson.Change{Actions: tfjson.Actions{action}}}
	}
	assert.Equal(t, []string{"aws_iam_role.task"}, besides(&tfjson.Plan{ResourceChanges: []*tfjson.ResourceChange{
		change("aws_nat_gateway.nat[0]", tfjson.ManagedResourceMode, tfjson.ActionCreate),
		change("aws_subnet.private", tfjson.ManagedResourceMode, tfjson.ActionNoop),
		change("data.aws_iam_policy_document.task", tfjson.DataResourceMode, tfjson.ActionRead),
		change("aws_iam_role.task", tfjson.ManagedResourceMode, tfjson.ActionUpdate),
	}}, []string{"aws_nat_gateway.nat"}))
}
