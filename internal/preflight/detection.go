package preflight

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	configtypes "github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/aws/aws-sdk-go-v2/service/guardduty"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"

	"github.com/example/predictive-maintenance/internal/terraform/adopt"
)

// detection is what an account has one of in each region, and AWS refuses a second
// of: somebody may have switched it on by hand, or an organization for all of its
// accounts.
func (s *subject) detection(ctx context.Context) (rows []Row) {
	d := s.Account.Detection
	recording := true
	var hidden Row // of a recorder that could not be looked at
	for _, region := range s.enabled {
		if d.Config {
			recorder, ours := s.recorder(ctx, region)
			rows = append(rows, recorder)
			recording = recording && ours
			if recorder.Verdict == NotSeen {
				hidden = recorder
			}
			if d.SecurityHub {
				rows = append(rows, s.hub(ctx, region, recorder, ours))
			}
		}
		if d.GuardDuty {
			rows = append(rows, s.detector(ctx, region))
		}
	}
	if d.Config {
		rows = append(rows, s.configRole(ctx, hidden, recording))
	}
	return rows
}

const (
	oneOnly = "none, or made by this stack"
	byHand  = "import it (docs/account.md#the-order-of-first-applies)"
)

// somebodyElses is the row of what somebody else made; part is the switch in
// envs.Detection.
func somebodyElses(what, found, part string) Row {
	return Row{Blocks, what, oneOnly, found, byHand + ", or leave it to whoever made it: " + part + ": false in the account's Detection"}
}

func (s *subject) recorder(ctx context.Context, region string) (row Row, ours bool) {
	what := "AWS Config's recorder, " + region
	answer, err := configservice.NewFromConfig(s.in(region)).DescribeConfigurationRecorders(ctx, &configservice.DescribeConfigurationRecordersInput{})
	if err != nil {
		return unseen(what, oneOnly, "config:DescribeConfigurationRecorders", err), false
	}
	// Services may have recorders of their own beside it.
	i := slices.IndexFunc(answer.ConfigurationRecorders, func(r configtypes.ConfigurationRecorder) bool { return r.ServicePrincipal == nil })
	if i < 0 {
		return Row{OK, what, oneOnly, "none", ""}, false
	}
	name := aws.ToString(answer.ConfigurationRecorders[i].Name)
	if name == s.Account.Label().Prefix() {
		return Row{OK, what, oneOnly, "there, by the stack's name", ""}, true
	}
	return somebodyElses(what, name, "Config"), false
}

// hub tells an earlier apply's by the recorder, which that made first: Security Hub
// keeps no name and no tag.
func (s *subject) hub(ctx context.Context, region string, recorder Row, ours bool) Row {
	what := "Security Hub, " + region
	_, err := securityhub.NewFromConfig(s.in(region)).DescribeHub(ctx, &securityhub.DescribeHubInput{})
	switch {
	case slices.Contains([]string{"InvalidAccessException", "ResourceNotFoundException"}, code(err)):
		return Row{OK, what, oneOnly, "none", ""}
	case err != nil:
		return unseen(what, oneOnly, "securityhub:DescribeHub", err)
	case ours:
		return Row{OK, what, oneOnly, "there, as is the stack's recorder", ""}
	case recorder.Verdict == NotSeen:
		return Row{NotSeen, what, oneOnly, "enabled, by whom the recorder tells", recorder.Do}
	}
	return somebodyElses(what, "enabled", "SecurityHub")
}

func (s *subject) detector(ctx context.Context, region string) Row {
	what := "GuardDuty's detector, " + region
	client := guardduty.NewFromConfig(s.in(region))
	listed, err := client.ListDetectors(ctx, &guardduty.ListDetectorsInput{})
	switch {
	case err != nil:
		return unseen(what, oneOnly, "guardduty:ListDetectors", err)
	case len(listed.DetectorIds) == 0:
		return Row{OK, what, oneOnly, "none", ""}
	}
	id := listed.DetectorIds[0]
	detector, err := client.GetDetector(ctx, &guardduty.GetDetectorInput{DetectorId: &id})
	switch {
	case err != nil:
		return unseen(what, oneOnly, "guardduty:GetDetector", err)
	case detector.Tags["Name"] == s.Account.Label().Name(region):
		return Row{OK, what, oneOnly, "there, by the stack's name", ""}
	}
	return somebodyElses(what, id, "GuardDuty")
}

// configRole is the role that AWS Config makes for itself wherever somebody sets it
// up in the console; IAM refuses to make it again.
func (s *subject) configRole(ctx context.Context, hidden Row, ours bool) Row {
	name := adopt.LinkedRoles["config.amazonaws.com"]
	_, err := iam.NewFromConfig(s.home()).GetRole(ctx, &iam.GetRoleInput{RoleName: &name})
	switch {
	case missing(err):
		return Row{OK, name, oneOnly, "none", ""}
	case err != nil:
		return unseen(name, oneOnly, "iam:GetRole", err)
	case ours:
		return Row{OK, name, oneOnly, "there, as is the stack's recorder", ""}
	case hidden.Verdict == NotSeen:
		return Row{NotSeen, name, oneOnly, "there, by whom the recorder tells", hidden.Do}
	}
	return Row{Blocks, name, oneOnly, "there, and a recorder of this stack is not", "make adopt ENV=" + s.Account.Stack() + ", which imports it"}
}
