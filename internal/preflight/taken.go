package preflight

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/quota"
)

// taken is how much of a quota is in use.
type taken struct {
	// others is what is not the environment's own; strangers is what is none of
	// our environments'.
	others, strangers int
}

// taken counts what is in use of a quota, and says with which permission; with
// none where it is not counted.
func (s *subject) taken(ctx context.Context, region, code string) (sum taken, permission string, err error) {
	switch client := ec2.NewFromConfig(s.in(region)); code {
	case quota.ElasticIPs:
		sum, err = s.addresses(ctx, client)
		return sum, "ec2:DescribeAddresses", err
	case quota.VPCs:
		sum, err = s.networks(ctx, client)
		return sum, "ec2:DescribeVpcs", err
	case quota.NATGateways:
		sum, err = s.gateways(ctx, client)
		return sum, "ec2:DescribeNatGateways and ec2:DescribeSubnets", err
	}
	return taken{}, "", nil
}

// count adds a thing by its tags.
func (s *subject) count(sum *taken, tags []types.Tag) {
	of := map[string]string{}
	for _, tag := range tags {
		of[aws.ToString(tag.Key)] = aws.ToString(tag.Value)
	}
	ours := of["Project"] == s.env.Tags()["Project"]
	if ours && of["Environment"] == s.env.Origin().Name {
		return
	}
	sum.others++
	if !ours || !slices.ContainsFunc(s.Environments, func(e envs.Environment) bool { return e.Name == of["Environment"] }) {
		sum.strangers++
	}
}

func (s *subject) addresses(ctx context.Context, client *ec2.Client) (sum taken, err error) {
	answer, err := client.DescribeAddresses(ctx, &ec2.DescribeAddressesInput{})
	if err != nil {
		return taken{}, err
	}
	for _, address := range answer.Addresses {
		s.count(&sum, address.Tags)
	}
	return sum, nil
}

// networks counts the default VPC, too, as AWS does.
func (s *subject) networks(ctx context.Context, client *ec2.Client) (sum taken, err error) {
	pages := ec2.NewDescribeVpcsPaginator(client, &ec2.DescribeVpcsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return taken{}, err
		}
		for _, network := range page.Vpcs {
			s.count(&sum, network.Tags)
		}
	}
	return sum, nil
}

// gateways counts those of the environment's fullest zone. A gateway names its
// subnet alone.
func (s *subject) gateways(ctx context.Context, client *ec2.Client) (fullest taken, err error) {
	zones := map[string]string{}
	subnets := ec2.NewDescribeSubnetsPaginator(client, &ec2.DescribeSubnetsInput{})
	for subnets.HasMorePages() {
		page, err := subnets.NextPage(ctx)
		if err != nil {
			return taken{}, err
		}
		for _, subnet := range page.Subnets {
			zones[aws.ToString(subnet.SubnetId)] = aws.ToString(subnet.AvailabilityZone)
		}
	}
	by := map[string]*taken{}
	for _, zone := range s.env.Network.AvailabilityZones {
		by[zone] = &taken{}
	}
	// Those that are deleted or failed are listed for an hour, and don't count.
	pages := ec2.NewDescribeNatGatewaysPaginator(client, &ec2.DescribeNatGatewaysInput{
		Filter: []types.Filter{{Name: aws.String("state"), Values: []string{"pending", "available", "deleting"}}},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return taken{}, err
		}
		for _, gateway := range page.NatGateways {
			if sum, ok := by[zones[aws.ToString(gateway.SubnetId)]]; ok {
				s.count(sum, gateway.Tags)
			}
		}
	}
	for _, sum := range by {
		if sum.others > fullest.others {
			fullest = *sum
		}
	}
	return fullest, nil
}
