package cost

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// File is where the prices are kept, below the project's root.
const File = "internal/cost/prices.csv"

//go:embed prices.csv
var file []byte

// Price is what one unit of something costs in a region.
type Price struct {
	// ID names what is priced: "nat.hour".
	ID string
	// Region is the AWS region, or [Everywhere].
	Region string
	// USD is the list price in US dollars before tax.
	USD float64
	// Unit is what it is the price of, behind "per": "hour".
	Unit string
	// Checked is the day on which the price was compared with its source.
	Checked time.Time
	// Source is the address where it stands.
	Source string
}

// Everywhere is the region of what costs the same in all of them: what other
// vendors than AWS sell.
const Everywhere = "*"

// MaxAge is how old a price may be before people are warned.
const MaxAge = 90 * 24 * time.Hour

// Prices are the project's prices.
type Prices []Price

var header = []string{"id", "region", "usd", "unit", "checked", "source"}

// Load reads the prices that are built into the program.
func Load() (Prices, error) { return Parse(file) }

// Parse reads prices from a file's content, and reports all that is wrong with it.
func Parse(content []byte) (prices Prices, err error) {
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read prices: %w", err)
	}
	if len(rows) < 2 || !slices.Equal(rows[0], header) {
		return nil, fmt.Errorf("read prices: the first line must be %s, with a price below it", strings.Join(header, ","))
	}
	var problems []string
	for i, row := range rows[1:] {
		p := Price{ID: row[0], Region: row[1], Unit: row[3], Source: row[5]}
		usd, invalid := strconv.ParseFloat(row[2], 64)
		checked, undated := time.Parse(time.DateOnly, row[4])
		p.USD, p.Checked = usd, checked
		_, twice := prices.find(p.ID, p.Region)
		switch {
		case p.ID == "" || p.Region == "" || p.Unit == "":
			problems = append(problems, fmt.Sprintf("line %d: id, region and unit must be given", i+2))
		case invalid != nil || !(usd > 0):
			problems = append(problems, fmt.Sprintf("line %d: %q is no price above 0", i+2, row[2]))
		case undated != nil:
			problems = append(problems, fmt.Sprintf("line %d: %q is no day such as 2026-11-29", i+2, row[4]))
		case !strings.HasPrefix(p.Source, "https://"):
			problems = append(problems, fmt.Sprintf("line %d: %q is no https address of a source", i+2, p.Source))
		case twice:
			problems = append(problems, fmt.Sprintf("line %d: %s has a price in %s already", i+2, p.ID, p.Region))
		}
		prices = append(prices, p)
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("read prices:\n%s", strings.Join(problems, "\n"))
	}
	return prices, nil
}

// Format is the content of the file that [Parse] reads.
func (p Prices) Format() ([]byte, error) {
	var content bytes.Buffer
	w := csv.NewWriter(&content)
	rows := [][]string{header}
	for _, one := range p {
		rows = append(rows, []string{one.ID, one.Region, strconv.FormatFloat(one.USD, 'f', -1, 64), one.Unit, one.Checked.Format(time.DateOnly), one.Source})
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write prices: %w", err)
	}
	return content.Bytes(), nil
}

func (p Prices) find(id, region string) (Price, bool) {
	i := slices.IndexFunc(p, func(one Price) bool { return one.ID == id && one.Region == region })
	if i < 0 {
		return Price{}, false
	}
	return p[i], true
}

// Stale is a warning that says how old the oldest price is, where that is more
// than [MaxAge]; empty otherwise.
func (p Prices) Stale(now time.Time) string {
	if len(p) == 0 {
		return ""
	}
	oldest := slices.MinFunc(p, func(a, b Price) int { return a.Checked.Compare(b.Checked) })
	age := now.Sub(oldest.Checked)
	if age <= MaxAge {
		return ""
	}
	return fmt.Sprintf("the prices in %s are up to %d days old (%s, of %s): make prices refreshes those of AWS, and the others are compared with their sources by hand",
		File, int(age.Hours()/24), oldest.ID, oldest.Checked.Format(time.DateOnly))
}
