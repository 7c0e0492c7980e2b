package stacks_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// series are the values of a metric or an expression, one a period. NaN is none.
type series []float64

var none = math.NaN()

// value is what a part of metric math is worth: a series, or a number.
type value struct {
	series series
	number float64
}

func (v value) scalar() bool { return v.series == nil }

// at is the value of a period.
func (v value) at(i int) float64 {
	if v.scalar() {
		return v.number
	}
	return v.series[i]
}

// evaluate is metric math, as far as the stacks use it (CloudWatch, using metric
// math). Go's syntax is near enough to parse it. Where one series lacks what
// another has, an operator takes it for what is given: zero, as the documentation
// says, or none, as some remember it.
func evaluate(expression string, known map[string]value, lacking float64) (value, error) {
	parsed, err := parser.ParseExpr(strings.NewReplacer(" AND ", " && ", " OR ", " || ").Replace(expression))
	if err != nil {
		return value{}, fmt.Errorf("parse %q: %w", expression, err)
	}
	return calculation{known, lacking}.of(parsed)
}

type calculation struct {
	known   map[string]value
	lacking float64
}

func (c calculation) of(e ast.Expr) (value, error) {
	switch e := e.(type) {
	case *ast.BasicLit:
		number, err := strconv.ParseFloat(e.Value, 64)
		return value{number: number}, err
	case *ast.ParenExpr:
		return c.of(e.X)
	case *ast.Ident:
		found, ok := c.known[e.Name]
		if !ok {
			return value{}, fmt.Errorf("nothing is called %s", e.Name)
		}
		return found, nil
	case *ast.BinaryExpr:
		left, err := c.of(e.X)
		if err != nil {
			return value{}, err
		}
		right, err := c.of(e.Y)
		if err != nil {
			return value{}, err
		}
		return c.combine(left, right, func(a, b float64) float64 { return operate(e.Op, a, b) }), nil
	case *ast.CallExpr:
		var arguments []value
		for _, argument := range e.Args {
			v, err := c.of(argument)
			if err != nil {
				return value{}, err
			}
			arguments = append(arguments, v)
		}
		return call(e.Fun.(*ast.Ident).Name, arguments)
	}
	return value{}, fmt.Errorf("%T is no metric math", e)
}

// combine works on each period. Where both series lack it, or a series alone, so
// does the result.
func (c calculation) combine(left, right value, operation func(a, b float64) float64) value {
	if left.scalar() && right.scalar() {
		return value{number: operation(left.number, right.number)}
	}
	result := make(series, max(len(left.series), len(right.series)))
	for i := range result {
		a, b := left.at(i), right.at(i)
		switch lacksA, lacksB := math.IsNaN(a), math.IsNaN(b); {
		case lacksA && (lacksB || right.scalar()) || lacksB && left.scalar():
			result[i] = none
			continue
		case lacksA:
			a = c.lacking
		case lacksB:
			b = c.lacking
		}
		if result[i] = none; !math.IsNaN(a) && !math.IsNaN(b) {
			result[i] = operation(a, b)
		}
	}
	return value{series: result}
}

func operate(op token.Token, a, b float64) float64 {
	truth := func(is bool) float64 {
		if is {
			return 1
		}
		return 0
	}
	switch op {
	case token.ADD:
		return a + b
	case token.SUB:
		return a - b
	case token.MUL:
		return a * b
	case token.QUO:
		if b == 0 {
			return none
		}
		return a / b
	case token.GTR:
		return truth(a > b)
	case token.GEQ:
		return truth(a >= b)
	case token.LSS:
		return truth(a < b)
	case token.LAND:
		return truth(a != 0 && b != 0)
	case token.LOR:
		return truth(a != 0 || b != 0)
	}
	panic("no operator of metric math: " + op.String())
}

func call(function string, arguments []value) (value, error) {
	switch function {
	case "IF":
		condition, yes, no := arguments[0], arguments[1], arguments[2]
		result := make(series, len(condition.series))
		for i, is := range condition.series {
			switch {
			case math.IsNaN(is):
				result[i] = none
			case is == 0:
				result[i] = no.at(i)
			case math.IsNaN(yes.at(i)):
				result[i] = 0
			default:
				result[i] = yes.at(i)
			}
		}
		return value{series: result}, nil
	case "FILL":
		result := slices.Clone(arguments[0].series)
		for i, x := range result {
			if math.IsNaN(x) {
				result[i] = arguments[1].at(i)
			}
		}
		return value{series: result}, nil
	case "SUM":
		sum := 0.0
		for _, x := range arguments[0].series {
			if !math.IsNaN(x) {
				sum += x
			}
		}
		return value{number: sum}, nil
	case "RUNNING_SUM":
		sum, result := 0.0, make(series, len(arguments[0].series))
		for i, x := range arguments[0].series {
			if !math.IsNaN(x) {
				sum += x
			}
			result[i] = sum
		}
		return value{series: result}, nil
	}
	return value{}, fmt.Errorf("%s is no function that the stacks use", function)
}

// The examples are those of CloudWatch's documentation (using metric math).
func TestMetricMathIsThatOfCloudWatch(t *testing.T) {
	known := map[string]value{
		"m1":    {series: series{30, 20, 0, 0}},
		"m2":    {series: series{20, none, 20, none}},
		"is":    {series: series{1, 1, 0, 0, none}},
		"yes":   {series: series{30, none, 0, 0, 30}},
		"no":    {series: series{0, 0, 20, none, 20}},
		"empty": {series: series{none, none, none, none}},
	}
	for expression, want := range map[string]series{
		"(m1 < m2)":                 {0, 0, 1, 0},
		"(m1 >= 30)":                {1, 0, 0, 0},
		"(m1 > 15 AND m2 > 15)":     {1, 0, 0, 0},
		"IF(is, yes, no)":           {30, 0, 20, none, none},
		"IF(is, 5, no)":             {5, 5, 20, none, none},
		"IF(is, yes, 5)":            {30, 0, 5, 5, none},
		"m1 + m2":                   {50, 20, 20, 0},
		"m1 / m2":                   {1.5, none, 0, none},
		"m1 + 0 * empty":            {30, 20, 0, 0},
		"FILL(m2, 7)":               {20, 7, 20, 7},
		"0 * empty":                 {none, none, none, none},
		"RUNNING_SUM(m2) / SUM(m2)": {0.5, 0.5, 1, 1},
	} {
		got, err := evaluate(expression, known, 0)
		require.NoError(t, err, expression)
		require.Len(t, got.series, len(want), expression)
		for i := range want {
			if math.IsNaN(want[i]) {
				assert.True(t, math.IsNaN(got.series[i]), "%s: %v", expression, got.series)
			} else {
				assert.InDelta(t, want[i], got.series[i], 1e-9, "%s: %v", expression, got.series)
			}
		}
	}
}
