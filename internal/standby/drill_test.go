package standby

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/preflight"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// rehearsal is a drill whose moves are told apart and do nothing, each within a
// minute.
type rehearsal struct {
	*drill
	clock time.Time
	made  []string
	said  bytes.Buffer
	// fails are the moves that do, and takes how long one takes instead.
	fails map[string]error
	takes map[string]time.Duration
	begin start
	// looks are how often tasks are looked at, and asks how often the standby is
	// asked, before they are well.
	looks, asks int
	rows        []preflight.Row
	view        view
}

var errAWS = errors.New("AWS says no|\nand why")

func newRehearsal(t *testing.T) *rehearsal {
	t.Helper()
	env := fixture.Drilled()
	standby, _ := env.InSecondRegion()
	r := &rehearsal{
		clock: time.Date(2026, 11, 29, 14, 30, 0, 0, time.UTC), fails: map[string]error{}, takes: map[string]time.Duration{}, looks: 3, asks: 5,
		begin: start{view: "16 of 16 of its health checkers find it healthy", route: route{check: "abc"}, releases: []running{
			{"api-gateway", "v1.4.2", "sha256:0a1b"}, {"ml-service", "v1.4.1", ""},
		}},
		rows: []preflight.Row{{Verdict: preflight.OK, What: "image of api-gateway", Needed: "v1.4.2", Found: "sha256:0a1b"}},
		view: view{16, 16},
	}
	r.drill = &drill{
		Operator: &Operator{Runner: &terraform.Runner{}, Stdout: &r.said, env: env, standby: standby, account: "111122223333"},
		folder:   filepath.Join(t.TempDir(), "plans"),
		now:      func() time.Time { return r.clock },
		pause: func(ctx context.Context) error {
			r.clock = r.clock.Add(10 * time.Second)
			return ctx.Err()
		},
	}
	move := func(ctx context.Context, name string) error {
		r.made = append(r.made, name)
		took, ok := r.takes[name]
		if !ok {
			took = time.Minute
		}
		r.clock = r.clock.Add(took)
		return errors.Join(r.fails[name], ctx.Err())
	}
	crossed := func(name string) func(ctx context.Context) (time.Duration, error) {
		return func(ctx context.Context) (time.Duration, error) {
			if err := move(ctx, name); err != nil {
				return 0, err
			}
			return 12 * time.Second, nil
		}
	}
	r.do = moves{
		ready: func(context.Context, time.Time) (start, error) { return r.begin, r.fails["ready"] },
		make: func(ctx context.Context, _ start) ([]string, error) {
			return []string{"The drill copied api-gateway v1.4.2 to us-west-2."}, move(ctx, "make")
		},
		check: func(ctx context.Context) Report {
			_ = move(ctx, "check")
			return Report{Report: preflight.Report{Stack: "a failover of staging", Rows: r.rows}}
		},
		out: crossed("out"), back: crossed("back"),
		takeOver: func(ctx context.Context) error { return move(ctx, "take over") },
		follow:   func(time.Time) follower { return r },
		asker: func(context.Context) (func(context.Context) error, error) {
			return func(context.Context) error {
				if r.asks--; r.asks >= 0 {
					return errors.New("status 503 Service Unavailable")
				}
				return nil
			}, r.fails["asker"]
		},
		seen:     func(context.Context, string) (view, error) { return r.view, r.fails["seen"] },
		comeBack: func(ctx context.Context) error { return move(ctx, "come back") },
		destroy:  func(ctx context.Context) error { return move(ctx, "destroy") },
	}
	return r
}

func (r *rehearsal) Look(context.Context) (bool, error) {
	r.looks--
	return r.looks < 0, r.fails["look"]
}

func (r *rehearsal) Err() error { return errors.New("ml-service: 0 of 1 tasks are healthy") }

// page is what was filed; empty for nothing.
func (r *rehearsal) filed(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(r.folder, "*"))
	require.NoError(t, err)
	if len(files) == 0 {
		return ""
	}
	require.Len(t, files, 1)
	assert.Equal(t, "staging.drill-2026-11-29-1430.md", filepath.Base(files[0]))
	content, err := os.ReadFile(files[0])
	require.NoError(t, err)
	return string(content)
}

func TestDrillIsFiled(t *testing.T) {
	r := newRehearsal(t)
	r.consent = func(_, consent string) bool {
		assert.Equal(t, "staging", consent)
		for _, say := range []string{
			"make staging-standby, with the releases that staging runs: api-gateway v1.4.2, ml-service v1.4.1",
			"Users notice nothing: Route 53 leads to us-west-2 only while staging itself is not healthy, and 16 of 16 of its health checkers find it healthy.",
			"8. destroy staging-standby", "and 3 tasks",
		} {
			assert.Contains(t, r.said.String(), say, "before anybody consents")
		}
		assert.Empty(t, r.made)
		return true
	}
	require.NoError(t, r.run(t.Context()))
	assert.Equal(t, []string{"make", "check", "out", "take over", "back", "come back", "destroy"}, r.made)
	want, err := os.ReadFile(filepath.Join("testdata", "drill.md"))
	require.NoError(t, err)
	assert.Equal(t, string(want), r.filed(t))
	assert.Contains(t, r.said.String(), "The report of the drill: "+r.folder)
}

func TestDrillBeginsWithConsent(t *testing.T) {
	r := newRehearsal(t)
	r.consent = func(string, string) bool { return false }
	require.ErrorIs(t, r.run(t.Context()), terraform.ErrDeclined)
	r.fails["ready"] = errors.New("a drill needs an environment that is well")
	require.EqualError(t, r.run(t.Context()), "a drill needs an environment that is well\nNothing was changed")
	r.remove = "perhaps"
	require.ErrorContains(t, r.run(t.Context()), "REMOVE=perhaps is neither yes nor no")
	assert.Empty(t, r.made)
	assert.Empty(t, r.filed(t))
}

// Whatever fails, what was started is stopped, the page is filed, and the command
// fails.
func TestDrillStopsWhatItStarted(t *testing.T) {
	all := []string{"make", "check", "out", "take over", "back", "come back", "destroy"}
	for name, c := range map[string]struct {
		fault func(r *rehearsal)
		made  []string
		says  string
	}{
		"make":      {func(r *rehearsal) { r.fails["make"] = errAWS }, []string{"make", "destroy"}, "make the standby: AWS says no"},
		"check":     {func(r *rehearsal) { r.rows[0].Verdict = preflight.Blocks }, []string{"make", "check", "destroy"}, "a failover of staging would fail: image of api-gateway"},
		"data":      {func(r *rehearsal) { r.fails["out"] = errAWS }, all, "an object to us-west-2: AWS says no"},
		"take over": {func(r *rehearsal) { r.fails["take over"] = errAWS }, []string{"make", "check", "out", "take over", "come back", "destroy"}, "fail over: AWS says no"},
		"no record": {func(r *rehearsal) { r.fails["asker"] = errAWS }, []string{"make", "check", "out", "take over", "come back", "destroy"}, "AWS says no"},
		"look":      {func(r *rehearsal) { r.fails["look"] = errAWS }, []string{"make", "check", "out", "take over", "come back", "destroy"}, "its tasks are healthy, from failing over on: AWS says no"},
		"tasks": {func(r *rehearsal) { r.looks = 1000 }, []string{"make", "check", "out", "take over", "come back", "destroy"},
			"not after 30m\nml-service: 0 of 1 tasks are healthy"},
		"answer":   {func(r *rehearsal) { r.asks = 1000 }, []string{"make", "check", "out", "take over", "come back", "destroy"}, "status 503 Service Unavailable"},
		"back":     {func(r *rehearsal) { r.fails["back"] = errAWS }, all, "an object back to us-east-1: AWS says no"},
		"too late": {func(r *rehearsal) { r.takes["take over"] = 70 * time.Minute }, all, "and the plan promises 1h"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRehearsal(t)
			c.fault(r)
			err := r.run(t.Context())
			require.ErrorContains(t, err, "the drill of staging failed")
			require.ErrorContains(t, err, c.says)
			assert.Equal(t, c.made, r.made)
			page := r.filed(t)
			assert.Contains(t, page, "**It failed**")
			assert.Contains(t, page, flat(c.says))
			assert.NotContains(t, page, "Still there")
		})
	}
}

// What cannot be stopped is named, with the commands that do.
func TestDrillSaysWhatIsLeft(t *testing.T) {
	r := newRehearsal(t)
	r.fails["come back"] = errors.New("staging cannot come back to us-east-1 yet")
	err := r.run(t.Context())
	for _, say := range []string{
		"staging cannot come back to us-east-1 yet",
		"staging-standby goes on with its tasks and NAT gateways in us-west-2: make failback ENV=staging stops them", "then make destroy ENV=staging-standby",
	} {
		assert.ErrorContains(t, err, say)
		assert.Contains(t, r.filed(t), say)
	}
	assert.NotContains(t, r.made, "destroy", "a standby that may answer for its environment stays")

	r = newRehearsal(t)
	r.fails["destroy"] = errAWS
	err = r.run(t.Context())
	assert.ErrorContains(t, err, "what is left of staging-standby, which costs: make destroy ENV=staging-standby")
	assert.Contains(t, r.filed(t), "**Still there**")
}

func TestDrillIsStoppedWhole(t *testing.T) {
	r := newRehearsal(t)
	ctx, interrupt := context.WithCancel(t.Context())
	takeOver := r.do.takeOver
	r.do.takeOver = func(ctx context.Context) error {
		interrupt()
		return takeOver(ctx)
	}
	require.ErrorIs(t, r.run(ctx), context.Canceled)
	assert.Equal(t, []string{"make", "check", "out", "take over", "come back", "destroy"}, r.made)
	page := r.filed(t)
	assert.Contains(t, page, "| remove the standby | 1m |  | done |", "what cleans up is not interrupted")
	assert.Contains(t, r.said.String(), "interrupted: what the drill started is stopped first")
}

// A standby that was there stays, and one that was made goes, unless somebody says
// otherwise; one that is protected stays.
func TestDrillLeavesOrRemovesTheStandby(t *testing.T) {
	for _, c := range []struct {
		there, protected bool
		remove           string
		goes             bool
	}{
		{false, false, "", true}, {false, false, "no", false}, {true, false, "", false}, {true, false, "yes", true}, {false, true, "", false},
	} {
		r := newRehearsal(t)
		r.begin.there, r.env.DeletionProtection, r.remove = c.there, c.protected, c.remove
		require.NoError(t, r.run(t.Context()))
		assert.Equal(t, !c.there, r.made[0] == "make", "%+v", c)
		assert.Equal(t, c.goes, r.made[len(r.made)-1] == "destroy", "%+v", c)
		assert.Equal(t, !c.goes && !c.there, strings.Contains(r.filed(t), "staging-standby was made by the drill, and waits in us-west-2."), "%+v", c)
	}
	r := newRehearsal(t)
	r.env.DeletionProtection, r.remove = true, "yes"
	require.ErrorContains(t, r.run(t.Context()), "staging-standby is protected against its destruction, as staging is: leave out REMOVE, and it stays")
	assert.Empty(t, r.made)
}

func TestDrillSaysWhereUsersWereLed(t *testing.T) {
	r := newRehearsal(t)
	r.view = view{2, 16}
	require.NoError(t, r.run(t.Context()))
	assert.Contains(t, r.filed(t), "2 of 16 of Route 53's health checkers found staging healthy: **users were led to the standby**")

	r = newRehearsal(t)
	r.fails["seen"] = errAWS
	require.NoError(t, r.run(t.Context()))
	assert.Contains(t, r.filed(t), "Whether users were led away was not seen: AWS says no")
}

// No task runs on the emulator, and nothing answers.
func TestDrillNamesWhatWasNotMeasured(t *testing.T) {
	r := newRehearsal(t)
	r.Runner.Target.Endpoint = "http://127.0.0.1:1"
	r.fails["out"] = notMeasured("the emulator replicates nothing")
	require.NoError(t, r.run(t.Context()))
	page := r.filed(t)
	assert.Equal(t, 5, strings.Count(page, "not measured"))
	assert.Contains(t, page, "| its first healthy answer, from failing over on | not measured |  | on the emulator nothing answers |")
	assert.Contains(t, page, "| RTO: users are answered from us-west-2 | not measured | 1h |  |")
}
