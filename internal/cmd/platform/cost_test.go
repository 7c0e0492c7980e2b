package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pricing"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/cost"
	"github.com/example/predictive-maintenance/internal/terraform"
)

func TestCostRefusesAnUnknownStack(t *testing.T) {
	t.Chdir(filepath.Join("..", "..", ".."))
	for want, args := range map[string][]string{
		`no stack is named "moon"; there are `:                   {"cost", "--stack", "moon"},
		"say of which stack plan.json is a plan: ENV=production": {"cost", "--plan", "plan.json"},
	} {
		cmd := root()
		cmd.SetArgs(args)
		cmd.SilenceErrors, cmd.SilenceUsage = true, true
		if err := cmd.Execute(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", args, err)
		}
	}
}

func TestRegionsThatAreAskedForAreThoseInUse(t *testing.T) {
	asked := billedRegions()
	for _, env := range envs.All() {
		for _, region := range env.Regions() {
			if slices.Contains(asked, region) != (envs.Partition(region) == "aws") {
				t.Errorf("%s of %s: %q", region, env.Name, asked)
			}
		}
	}
	if !slices.IsSorted(asked) || len(slices.Compact(slices.Clone(asked))) != len(asked) {
		t.Errorf("%q", asked)
	}
}

func TestPricesAreReplacedWholly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "prices.csv")
	for _, content := range []string{"one", "two"} {
		if err := replace(file, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != content {
			t.Errorf("%q: %v", got, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*")); len(left) != 1 {
		t.Errorf("left behind: %q", left)
	}
	if err := replace(filepath.Join(file, cost.File), nil); err == nil {
		t.Error("no error")
	}
}

// priceAPI answers a NAT gateway's hours, and nothing else; or refuses.
type priceAPI struct{ refuses error }

func (a priceAPI) GetProducts(_ context.Context, in *pricing.GetProductsInput, _ ...func(*pricing.Options)) (*pricing.GetProductsOutput, error) {
	out := &pricing.GetProductsOutput{}
	if aws.ToString(in.ServiceCode) == "AmazonEC2" {
		out.PriceList = []string{`{"product": {"attributes": {"usagetype": "NatGateway-Hours"}}, "terms": {"OnDemand": {"a": {"priceDimensions": {"b": {"beginRange": "0", "pricePerUnit": {"USD": "0.05"}}}}}}}`}
	}
	return out, a.refuses
}

// What AWS has not exactly one price of fails the command, and keeps its line; what it
// refuses changes nothing.
func TestPricesThatAreNotSettledFailTheCommand(t *testing.T) {
	const before = "id,region,usd,unit,checked,source\n" +
		"nat.hour,us-east-1,0.045,hour,2026-01-01,https://a.example\n" + "kms.key,us-east-1,1,key and month,2026-01-01,https://a.example\n"
	prices, err := cost.Parse([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	file := filepath.Join(folder, "prices.csv")
	for _, c := range []struct {
		api  priceAPI
		says []string
		has  []string
	}{
		{priceAPI{errors.New("no pricing:GetProducts")}, []string{"fargate.vcpu in us-east-1", "no pricing:GetProducts"}, []string{before}},
		{priceAPI{}, []string{"AWS has not exactly one price of", "kms.key in us-east-1: 0 prices of KMS-Keys in awskms"}, []string{
			"nat.hour,us-east-1,0.05,hour," + time.Now().UTC().Format(time.DateOnly) + ",https://api.pricing", "kms.key,us-east-1,1,key and month,2026-01-01,https://a.example",
		}},
	} {
		if err := os.WriteFile(file, []byte(before), 0o600); err != nil {
			t.Fatal(err)
		}
		err := refresh(t.Context(), c.api, prices, []string{"us-east-1"}, file)
		for _, want := range c.says {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("no %q in %v", want, err)
			}
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range c.has {
			if !strings.Contains(string(content), want) {
				t.Errorf("no %q in:\n%s", want, content)
			}
		}
		if left, _ := filepath.Glob(filepath.Join(folder, "*")); len(left) != 1 {
			t.Errorf("left behind: %q", left)
		}
	}
}

// What somebody should know of the cost they read before the plan, and it stops
// nothing; on the emulator nothing costs anything.
func TestPlansSayFirstWhatIsToBeKnownOfTheCost(t *testing.T) {
	const stack = `{"provider": {"aws": [{"region": "us-east-1"}]}, "resource": {"aws_nat_gateway": {"networking_nat": {}},
  "aws_budgets_budget": {"cost_monthly": {"budget_type": "COST", "time_unit": "MONTHLY", "limit_amount": "30"}}}}`
	out := t.TempDir()
	if err := errors.Join(os.MkdirAll(filepath.Join(out, "stacks", "dev"), 0o755), os.WriteFile(filepath.Join(out, "stacks", "dev", "cdk.tf.json"), []byte(stack), 0o644)); err != nil {
		t.Fatal(err)
	}
	prices := func(checked string) func() (cost.Prices, error) {
		return func() (cost.Prices, error) {
			return cost.Parse([]byte("id,region,usd,unit,checked,source\nnat.hour,us-east-1,0.045,hour," + checked + ",https://a.example\n"))
		}
	}
	t.Cleanup(func() { priceList = cost.Load })
	today := time.Now().Format(time.DateOnly)
	const old = "warning: the prices in internal/cost/prices.csv are up to"
	const dear = "warning: dev.monthly_budget_usd = 30: a month costs 32.85 USD at least"
	for name, c := range map[string]struct {
		checked, endpoint, stack string
		want, unwanted           []string
	}{
		"old prices":      {"2026-01-01", "", "dev", []string{dear, old, "make prices refreshes"}, nil},
		"today's prices":  {today, "", "dev", []string{dear}, []string{old}},
		"on the emulator": {"2026-01-01", "http://127.0.0.1:5000", "dev", nil, []string{"warning"}},
		"no such stack":   {today, "", "moon", []string{"warning: read what moon costs: "}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			priceList = prices(c.checked)
			declined := errors.New("declined")
			said := ""
			stderr := os.Stderr
			t.Cleanup(func() { os.Stderr = stderr })
			printed, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
			if err != nil {
				t.Fatal(err)
			}
			defer printed.Close()
			os.Stderr = printed
			err = warned(func(*terraform.Runner, context.Context, string) error {
				text, err := os.ReadFile(printed.Name())
				said = string(text)
				return errors.Join(err, declined)
			})(&terraform.Runner{Out: out, Target: terraform.Target{Endpoint: c.endpoint}}, t.Context(), c.stack)
			os.Stderr = stderr
			if !errors.Is(err, declined) {
				t.Errorf("the action did not run, or its error is lost: %v", err)
			}
			for _, want := range c.want {
				if !strings.Contains(said, want) {
					t.Errorf("no %q in:\n%s", want, said)
				}
			}
			for _, unwanted := range c.unwanted {
				if strings.Contains(said, unwanted) {
					t.Errorf("%q in:\n%s", unwanted, said)
				}
			}
		})
	}
}
