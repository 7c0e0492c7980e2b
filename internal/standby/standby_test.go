package standby

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/preflight"
	"github.com/example/predictive-maintenance/internal/terraform"
)

func TestOfWhatHasNoStandby(t *testing.T) {
	_, err := Of(t.Context(), fixture.All(), "", &terraform.Runner{})
	assert.EqualError(t, err, `no environment has a standby; Standby in envs asks for one: "pilot-light"`)
	for _, name := range []string{"production-standby", ""} {
		_, err = Of(t.Context(), []envs.Environment{fixture.Dev(), fixture.StandingBy()}, name, &terraform.Runner{})
		assert.ErrorContains(t, err, `has no standby; say which: ENV=production`)
	}
	// What an environment lacks is said of itself, whatever others have.
	_, err = Of(t.Context(), []envs.Environment{fixture.Staging(), fixture.StandingBy()}, "staging", &terraform.Runner{})
	assert.ErrorContains(t, err, `staging has no standby. Its values in envs have to ask for one: Backup.SecondRegion (with Backup.CopyRetentionDays), and Standby: envs.StandbyPilotLight ("pilot-light")`)
	_, err = Of(t.Context(), fixture.All(), "production", &terraform.Runner{})
	assert.ErrorContains(t, err, `production has no standby. Its values in envs have to ask for one: Standby: envs.StandbyPilotLight`)
}

func TestReportNamesWhatIsInTheWay(t *testing.T) {
	report := Report{Report: preflight.Report{Stack: "a failover of production", Rows: []preflight.Row{
		{Verdict: preflight.OK, What: "secret"}, {Verdict: preflight.NotSeen, What: "version"},
	}}}
	assert.NoError(t, report.Err())
	report.Rows = append(report.Rows, preflight.Row{Verdict: preflight.Blocks, What: "image of api-gateway", Found: "not there"})
	assert.EqualError(t, report.Err(), "a failover of production would fail: image of api-gateway (not there)")
}
