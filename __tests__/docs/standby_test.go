package docs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/tools/docs"
)

// The picture of an environment with a standby shows what waits in the second
// region, and when users are led there.
func TestArchitectureShowsTheStandby(t *testing.T) {
	script, err := docs.Architecture(standing, standing.Subject())
	require.NoError(t, err)
	picture := draw(t, script)
	assertApart(t, picture.Diagram)
	assertArrowsPass(t, picture.Diagram)
	width, height := size(picture)
	assert.Greater(t, width, height)
	assert.LessOrEqual(t, width, 9*readmeWidth/4)
	for _, say := range []string{
		">production-standby<", ">0 tasks<", "replicas of images", "replicas of secrets", "3 addresses", "serves while us-east-1",
	} {
		assert.Contains(t, string(picture.SVG), say)
	}
}

// The picture of a standby is that of its values, on either side.
func TestStandbyIsDrawnAsItIs(t *testing.T) {
	script := docs.Standby(standing.Subject())
	for _, say := range []string{
		`"us-east-1"`, `"us-west-2, the second region"`, `"production"`, `"production-standby"`,
		"api-gateway: 3 tasks", "api-gateway: 0 tasks", "ml-service: 2 tasks", "ml-service: 0 tasks", "replicas of secrets",
	} {
		assert.Contains(t, script, say)
	}
	without := standing.Subject()
	without.Supabase, without.Datadog = nil, nil
	assert.NotContains(t, docs.Standby(without), "secrets")
}

// A standby takes of the quotas of its own region, and nothing of its
// environment's.
func TestQuotasOfAStandby(t *testing.T) {
	text := string(docs.Quotas(standing))
	assert.Contains(t, text, "## us-east-1\n\n| quota | code | production | together |")
	assert.Contains(t, text, "## us-west-2\n\n| quota | code | production-standby | together |")
	assert.NotContains(t, string(docs.Quotas(example)), "## us-west-2")
}
