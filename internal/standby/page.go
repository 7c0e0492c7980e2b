package standby

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/example/predictive-maintenance/internal/preflight"
)

const (
	// stamp is a time in the names of files and objects, and day one for people.
	stamp = "2006-01-02-1504"
	clock = "2006-01-02 15:04 MST"
)

// page is the report of a drill, to be filed.
type page struct {
	began, ended time.Time
	facts        [][2]string
	steps        []measured
	plan         []measured
	checked      []preflight.Row
	found        []string
	// failed is why it did not go well, and left what is still there of what it
	// started, with what takes that away.
	failed, left []string
}

// measured is a row: what was done, how long that took, and what is promised.
type measured struct {
	what, took, promised, verdict string
}

// later is the verdict on what took longer than is promised.
const later = "**later than promised**"

// row is what took so long, beside what is promised of it.
func row(what string, took time.Duration, promises ...Promise) measured {
	m := measured{what: what, took: rounded(took), verdict: "done"}
	var said []string
	most := time.Duration(0)
	for _, p := range promises {
		said = append(said, p.What+": "+p.Says)
		most += p.Most
	}
	m.promised = strings.Join(said, "; ")
	switch {
	case most > 0 && took > most:
		m.verdict = later
	case most > 0:
		m.verdict = "kept"
	}
	return m
}

// rounded is a time as precise as anybody needs it: 1h, 12m30s, 4.2s.
func rounded(d time.Duration) string {
	if d < time.Minute {
		return d.Round(100 * time.Millisecond).String()
	}
	text := d.Round(time.Second).String()
	for _, zero := range []string{"m0s", "h0m"} {
		if rest, ok := strings.CutSuffix(text, zero); ok {
			text = rest + zero[:1]
		}
	}
	return text
}

// markdown is the page as it is filed.
func (p page) markdown(title string) string {
	var text strings.Builder
	line := func(format string, values ...any) { fmt.Fprintf(&text, format+"\n", values...) }
	line("# %s, %s\n", title, p.began.UTC().Format(clock))
	if len(p.failed) == 0 {
		line("It went well.\n")
	} else {
		line("**It failed**:\n")
		for _, why := range p.failed {
			line("- %s", flat(why))
		}
		line("")
	}
	if len(p.left) > 0 {
		line("**Still there**:\n")
		for _, what := range p.left {
			line("- %s", flat(what))
		}
		line("")
	}
	facts := append(slices.Clone(p.facts), [2]string{"began", p.began.UTC().Format(clock)}, [2]string{"ended", p.ended.UTC().Format(clock)})
	line("| | |\n|---|---|")
	for _, fact := range facts {
		line("| %s | %s |", fact[0], cell(fact[1]))
	}
	line("\n## What was measured\n\n| step | took | promised (docs/disaster-recovery.md) | |\n|---|---|---|---|")
	for _, m := range p.steps {
		line("| %s | %s | %s | %s |", cell(m.what), cell(m.took), cell(m.promised), cell(m.verdict))
	}
	if len(p.plan) > 0 {
		line("\n## What the plan promises\n\n| | measured | promised | |\n|---|---|---|---|")
		for _, m := range p.plan {
			line("| %s | %s | %s | %s |", cell(m.what), cell(m.took), cell(m.promised), cell(m.verdict))
		}
	}
	if len(p.checked) > 0 {
		line("\n## What the standby had\n\n| | what | needed | found | what to do |\n|---|---|---|---|---|")
		for _, r := range p.checked {
			line("| %s | %s | %s | %s | %s |", r.Verdict, cell(r.What), cell(r.Needed), cell(r.Found), cell(r.Do))
		}
	}
	line("\n## What was found\n")
	for _, found := range p.found {
		line("- %s", flat(found))
	}
	if len(p.found) == 0 {
		line("Nothing beside that.")
	}
	return text.String()
}

// most is how much of a message a page has: Terraform's go on for pages, and the
// terminal has them whole.
const most = 600

// flat is a text in a line.
func flat(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if letters := []rune(text); len(letters) > most {
		text = string(letters[:most]) + " …"
	}
	return text
}

func cell(text string) string { return strings.ReplaceAll(flat(text), "|", `\|`) }

// write writes the page to a folder, and says where.
func (p page) write(folder, env string) (file string, err error) {
	file = filepath.Join(folder, env+".drill-"+p.began.UTC().Format(stamp)+".md")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", fmt.Errorf("write the report of the drill: %w", err)
	}
	if err := os.WriteFile(file, []byte(p.markdown("Drill of "+env)), 0o644); err != nil {
		return "", fmt.Errorf("write the report of the drill: %w", err)
	}
	return file, nil
}
