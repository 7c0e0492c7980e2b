package envs_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/generated"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestAsleep(t *testing.T) {
	dev := fixture.Dev().OffHours
	zone, err := time.LoadLocation(dev.TimeZone)
	require.NoError(t, err)
	for _, row := range []struct {
		day    int // of November 2026, which begins on a Sunday
		at     string
		asleep bool
	}{
		{2, "06:59", true}, {2, "07:00", false}, {2, "19:59", false}, {2, "20:00", true},
		{6, "12:00", false}, {6, "23:00", true}, {7, "12:00", true}, {8, "12:00", true}, {9, "06:00", true}, {9, "08:00", false},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", fmt.Sprintf("2026-11-%02d %s", row.day, row.at), zone)
		require.NoError(t, err)
		assert.Equal(t, row.asleep, dev.Asleep(at.UTC()), at)
	}
	assert.False(t, envs.OffHours{TimeZone: "Nowhere"}.Asleep(time.Now()))
}

// What alarms watch, by the clock of UTC, is never a time at which the services
// are stopped or only just started, whatever local clocks do in a year; and all of
// the working day but an hour is watched.
func TestWatchedIsWhenServicesServe(t *testing.T) {
	all := []envs.OffHours{
		{TimeZone: "Asia/Kathmandu", Stop: "18:10", Start: "06:05"},
		{TimeZone: "Pacific/Auckland", Stop: "01:00", Start: "09:00"},
		{TimeZone: "America/Los_Angeles", Stop: "23:59", Start: "12:00"},
		{TimeZone: "Australia/Lord_Howe", Stop: "17:00", Start: "08:00"},
	}
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 200 {
		if env := generated.Environment(r, n); env.OffHours != nil {
			all = append(all, *env.OffHours)
		}
	}
	for _, env := range fixture.All() {
		if env.OffHours != nil {
			all = append(all, *env.OffHours)
		}
	}
	slices.SortFunc(all, func(a, b envs.OffHours) int {
		return slices.Compare([]string{a.TimeZone, a.Stop, a.Start}, []string{b.TimeZone, b.Stop, b.Start})
	})
	for _, o := range slices.Compact(all) {
		spans := o.Watched()
		require.NotEmpty(t, spans, o)
		var served, watched int
		for at := time.Date(2027, time.January, 1, 0, 0, 0, 0, time.UTC); at.Year() == 2027; at = at.Add(10 * time.Minute) {
			if at.YearDay()%29 != 0 {
				continue
			}
			minute := (int(at.Weekday())+6)%7*1440 + at.Hour()*60 + at.Minute()
			inside := slices.ContainsFunc(spans, func(s envs.Span) bool { return s.From <= minute && minute < s.To })
			if o.Asleep(at) || o.Asleep(at.Add(-14*time.Minute)) {
				require.False(t, inside, "%v watches %s", o, at)
				continue
			}
			served++
			if inside {
				watched++
			}
		}
		assert.Greater(t, float64(watched)/float64(served), 0.9, o)
	}
}
