package pipeline

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/example/predictive-maintenance/internal/policy"
)

// commentLimit is how many characters GitHub takes in a comment or an issue
// (65536), less some for what a step puts around it.
const commentLimit = 65000

// marker is what a comment begins with, so that the next run finds and updates
// it. People don't see it.
func marker(kind, stack string) string { return "<!-- " + kind + ":" + stack + " -->" }

// report is a text for people: the most important first, the long parts folded.
type report struct {
	marker, title string
	lines         []string
	folded        []folded
	footer        string
}

type folded struct{ title, language, text string }

// body of the plan's report.
func planReport(s Summary, checked *policy.Result, note string, parts ...folded) report {
	r := report{marker: marker("plan", s.Stack), title: s.Stack + ": " + s.Counts(), folded: parts}
	if checked != nil {
		r.lines = append(r.lines, policyLines(checked)...)
	}
	if len(s.Destroyed) > 0 {
		r.lines = append(r.lines, "Destroyed for good:", "")
		for _, address := range s.Destroyed {
			r.lines = append(r.lines, "- **`"+address+"`**")
		}
		r.lines = append(r.lines, "")
	}
	if len(s.Replaced) > 0 {
		r.lines = append(r.lines, "Destroyed and made again:", "")
		for _, replaced := range s.Replaced {
			line := "- **`" + replaced.Address + "`**"
			if len(replaced.Because) > 0 {
				line += ", for its `" + strings.Join(replaced.Because, "`, `") + "`"
			}
			r.lines = append(r.lines, line)
		}
		r.lines = append(r.lines, "")
	}
	if len(s.Drifted) > 0 {
		r.lines = append(r.lines, "Changed by somebody else since the last apply:", "")
		for _, address := range s.Drifted {
			r.lines = append(r.lines, "- `"+address+"`")
		}
		r.lines = append(r.lines, "")
	}
	r.lines = append(r.lines, s.Slow...)
	r.footer = strings.TrimSpace("Commit " + short(s.Commit) + ". " + note)
	return r
}

// policyLines say how a stack fares by the policies.
func policyLines(checked *policy.Result) []string {
	if len(checked.Failed) == 0 {
		return []string{fmt.Sprintf("Holds to %d policies, with %d exceptions.", len(checked.Rules), len(checked.Excepted)), ""}
	}
	lines := []string{fmt.Sprintf("**Does not hold to %d of its policies**, and cannot be applied:", len(checked.Failed)), ""}
	for _, f := range checked.Failed {
		lines = append(lines, fmt.Sprintf("- **%s**: `%s` %s", f.Rule, f.Address, f.Message))
	}
	return append(lines, "")
}

func short(commit string) string {
	const digits = 12
	return commit[:min(digits, len(commit))]
}

// String is the report in Markdown, within GitHub's limit: what is too long is
// cut at its folded parts.
func (r report) String() string {
	head := r.marker + "\n### " + r.title + "\n\n"
	if len(r.lines) > 0 {
		head += strings.TrimRight(strings.Join(r.lines, "\n"), "\n") + "\n\n"
	}
	foot := r.footer + "\n"
	const cut = "(the rest is left out: GitHub takes no longer comment)\n\n"
	left := commentLimit - utf8.RuneCountInString(head) - utf8.RuneCountInString(foot)
	if left < 0 {
		lines := strings.SplitAfter(head, "\n")
		for left < utf8.RuneCountInString(cut) && len(lines) > 0 {
			left += utf8.RuneCountInString(lines[len(lines)-1])
			lines = lines[:len(lines)-1]
		}
		return strings.Join(lines, "") + cut + foot
	}
	var body strings.Builder
	body.WriteString(head)
	for i, f := range r.folded {
		// A long part leaves each later one what it needs, up to a third.
		room := left
		for _, later := range r.folded[i+1:] {
			room -= min(utf8.RuneCountInString(later.within(left)), left/3)
		}
		text := f.within(room)
		left -= utf8.RuneCountInString(text)
		body.WriteString(text)
	}
	body.WriteString(foot)
	return body.String()
}

// within renders a folded part in at most so many characters, or not at all.
func (f folded) within(limit int) string {
	text := strings.TrimRight(f.text, "\n")
	if text == "" {
		return ""
	}
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	wrap := func(text string) string {
		return fmt.Sprintf("<details><summary>%s</summary>\n\n%s%s\n%s\n%s\n\n</details>\n\n", f.title, fence, f.language, text, fence)
	}
	whole := wrap(text)
	if utf8.RuneCountInString(whole) <= limit {
		return whole
	}
	const cut = "\n(the rest is left out: GitHub takes no longer comment)"
	room := limit - utf8.RuneCountInString(wrap("")) - len(cut)
	if room <= 0 {
		return ""
	}
	kept := string([]rune(text)[:room])
	if i := strings.LastIndexByte(kept, '\n'); i >= 0 {
		kept = kept[:i]
	}
	return wrap(kept + cut)
}
