package envs

import (
	"regexp"
	"slices"
	"time"
	// So that a machine without a time zone database judges alike.
	_ "time/tzdata"
)

// OffHours stops all services when nobody works, Monday to Friday at Stop, and
// starts them Monday to Friday at Start; weekends are off.
type OffHours struct {
	// TimeZone is the IANA name of the time zone of both times.
	TimeZone string
	// Stop and Start are times of day, "20:00", "07:00".
	Stop, Start string
}

const (
	minutesPerDay  = 24 * 60
	minutesPerWeek = 7 * minutesPerDay
	// workdays begin the week.
	workdays = 5

	// wakeMinutes is how long services may take after their start until all of
	// them serve.
	wakeMinutes = 15
)

// Asleep says whether the schedule has the services stopped.
func (o OffHours) Asleep(at time.Time) bool {
	zone, err := time.LoadLocation(o.TimeZone)
	if err != nil {
		// Validation refuses it; nothing is asleep by a schedule that cannot be.
		return false
	}
	return started(minuteOfWeek(at.In(zone)), minuteOfDay(o.Stop), minuteOfDay(o.Start)) < 0
}

// Span is a part of the week in UTC, in minutes since Monday 00:00. To is not
// part of it.
type Span struct{ From, To int }

// Watched are the parts of the week in which the services serve, by every clock
// that the time zone has in a year: CloudWatch counts in UTC, and knows no
// daylight saving time.
func (o OffHours) Watched() (spans []Span) {
	stop, start, offsets := minuteOfDay(o.Stop), minuteOfDay(o.Start), o.offsets()
	for m := range minutesPerWeek {
		serves := true
		for _, offset := range offsets {
			serves = serves && started((m+offset+minutesPerWeek)%minutesPerWeek, stop, start) >= wakeMinutes
		}
		switch last := len(spans) - 1; {
		case !serves:
		case last >= 0 && spans[last].To == m:
			spans[last].To++
		default:
			spans = append(spans, Span{m, m + 1})
		}
	}
	return spans
}

// started says for how many minutes services have been started at a minute of the
// week in local time, where they stop and start at a minute of the day; it is
// negative where they are stopped.
func started(minute, stop, start int) int {
	// The last of both that came, today or on a day before.
	for day := minute / minutesPerDay; ; day-- {
		if (day+7)%7 >= workdays {
			continue
		}
		sinceStop, sinceStart := minute-day*minutesPerDay-stop, minute-day*minutesPerDay-start
		switch {
		case sinceStart >= 0 && (sinceStop < 0 || sinceStart < sinceStop):
			return sinceStart
		case sinceStop >= 0:
			return -1
		}
	}
}

// offsets from UTC that the time zone has in the days of a year, in minutes.
func (o OffHours) offsets() (found []int) {
	zone, err := time.LoadLocation(o.TimeZone)
	if err != nil {
		return nil
	}
	for day := range 366 {
		_, seconds := time.Date(2026, time.January, 1+day, 12, 0, 0, 0, time.UTC).In(zone).Zone()
		if offset := seconds / 60; !slices.Contains(found, offset) {
			found = append(found, offset)
		}
	}
	return found
}

func minuteOfWeek(t time.Time) int {
	// Go's week begins on Sunday.
	return (int(t.Weekday())+6)%7*minutesPerDay + t.Hour()*60 + t.Minute()
}

func minuteOfDay(at string) int {
	t, err := time.Parse(timeOfDay, at)
	if err != nil {
		return 0
	}
	return t.Hour()*60 + t.Minute()
}

const timeOfDay = "15:04"

// timeZone is the form of an IANA time zone. What has another form loads where
// the machine has a file of that name ("./UTC", "posix/Europe/Berlin"), or as
// another zone on each machine ("", "Local").
var timeZone = regexp.MustCompile(`^[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)+$`)

func (o OffHours) problems(field string) []Problem {
	c := &checks{field: field}
	_, err := time.LoadLocation(o.TimeZone)
	c.require(err == nil && timeZone.MatchString(o.TimeZone) || o.TimeZone == "UTC", "time_zone", o.TimeZone,
		`must be an IANA time zone such as "Europe/Berlin"`)
	_, err = time.Parse(timeOfDay, o.Stop)
	c.require(err == nil && len(o.Stop) == len(timeOfDay), "stop", o.Stop, `must be a time of day such as "20:00"`)
	_, err = time.Parse(timeOfDay, o.Start)
	c.require(err == nil && len(o.Start) == len(timeOfDay), "start", o.Start, `must be a time of day such as "07:00"`)
	c.require(o.Stop != o.Start, "stop", o.Stop, "must differ from start")
	if len(c.found) == 0 {
		c.require(len(o.Watched()) > 0, "stop", o.Stop,
			"leaves too little time after start for alarms, which do not watch for %d minutes after it, nor for the hour of a clock change", wakeMinutes)
	}
	return c.found
}
