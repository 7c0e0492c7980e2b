package quota

import (
	"testing"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

// The numbers are computed by hand, from the values in envs.
func TestNeeded(t *testing.T) {
	const region = "us-east-1"
	dev, staging, production := fixture.Dev(), fixture.Staging(), fixture.Production()
	steady := func(n float64) Amount { return Amount{n, n, n} }
	for name, want := range map[string][4]Amount{ // dev, staging, production, all together
		// Production: 3 × 1 + 2 × 2 vCPU; 10 × 1 + 10 × 2 scaled out. Staging keeps
		// the first task of each service on demand and a quarter of the others:
		// 2 of 2 tasks of ½, 1 of 1 of 1; scaled out 2 of 4 and 2 of 3.
		"Fargate On-Demand vCPU resource count": {{}, {2, 4, 6}, {7, 14, 60}, {9, 18, 66}},
		// Dev: ¼ + ½ vCPU; 2 × ¼ + 2 × ½ scaled out. Staging: 1 of 2 tasks of ½,
		// none of 1; scaled out 3 of 4 and 2 of 3.
		"Fargate Spot vCPU resource count":             {{0.75, 1.5, 3}, {0.5, 1, 7}, {}, {1.25, 2.5, 10}},
		"EC2-VPC Elastic IPs":                          {steady(1), steady(1), steady(3), steady(5)},
		"VPCs per Region":                              {steady(1), steady(1), steady(1), steady(3)},
		"NAT gateways per Availability Zone":           {steady(1), steady(1), steady(1), steady(3)},
		"Interface VPC endpoints per VPC":              {{}, {}, steady(7), steady(7)},
		"Gateway VPC endpoints per Region":             {steady(2), steady(2), steady(2), steady(6)},
		"Inbound or outbound rules per security group": {steady(5), steady(5), steady(5), steady(5)},
		"Application Load Balancers per Region":        {steady(1), steady(1), steady(1), steady(3)},
	} {
		t.Run(name, func(t *testing.T) {
			q := find(t, name)
			for i, environments := range [][]envs.Environment{{dev}, {staging}, {production}, {dev, staging, production}} {
				if got := q.Needed(region, environments...); got != want[i] {
					t.Errorf("environments %d: %v, not %v", i, got, want[i])
				}
			}
			if got := q.Needed("eu-central-1", production); got != (Amount{}) {
				t.Errorf("%v where no environment is", got)
			}
		})
	}
}

// What a new account has is too little for production, which is why there is a
// table to read before the first apply.
func TestANewAccountHasTooLittle(t *testing.T) {
	q := find(t, "Fargate On-Demand vCPU resource count")
	if need := q.Needed("us-east-1", fixture.Production()); need.Start <= q.Default {
		t.Errorf("production starts with %v vCPU, a new account has %v", need.Start, q.Default)
	}
}

func TestShare(t *testing.T) {
	for _, test := range []struct {
		capacity       envs.Capacity
		tasks          int
		onDemand, spot int
	}{
		{envs.Capacity{OnDemand: 1}, 3, 3, 0},
		{envs.Capacity{Spot: 1}, 3, 0, 3},
		{envs.Capacity{Base: 2, OnDemand: 1, Spot: 1}, 1, 1, 0},
		{envs.Capacity{Base: 2, OnDemand: 1, Spot: 1}, 5, 4, 2},
		{envs.Capacity{OnDemand: 1, Spot: 3}, 8, 2, 6},
	} {
		if onDemand, spot := share(test.capacity, test.tasks); onDemand != test.onDemand || spot != test.spot {
			t.Errorf("%d tasks by %+v: %d and %d", test.tasks, test.capacity, onDemand, spot)
		}
	}
}

func find(t *testing.T, name string) Quota {
	t.Helper()
	for _, q := range All {
		if q.Name == name {
			return q
		}
	}
	t.Fatalf("no quota is called %q", name)
	return Quota{}
}
