// Package stacks puts the modules together: the environment stack, which is
// the whole platform of one environment, and the bootstrap stack, which holds
// the state of all.
package stacks

import (
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/stacks/backup"
	"github.com/example/predictive-maintenance/stacks/networking"
	"github.com/example/predictive-maintenance/stacks/security"
	"github.com/example/predictive-maintenance/stacks/storage"
)

// newEnvironment declares the whole platform of one environment, top-down:
// each module's outputs are the next one's inputs.
func newEnvironment(app cdktf.App, env envs.Environment) error {
	s, err := newStack(app, env.Name, env.Region, env.Tags(), env.State)
	if err != nil {
		return err
	}

	secured := security.New(s.module("security"), security.Props{
		Label:     env.Label(),
		Region:    env.Region,
		AccountID: *s.AccountID,
		Partition: *s.Partition,
	})

	network := networking.New(s.module("networking"), networking.Props{
		Label:            env.Label(),
		Region:           env.Region,
		AccountID:        *s.AccountID,
		Network:          env.Network,
		Services:         env.Services,
		LogRetentionDays: env.LogRetentionDays,
		LogKeyARN:        secured.Key.ARN,
		LogKeyPolicy:     secured.Key.Policy,
	})

	stored := storage.New(s.module("storage"), storage.Props{
		Label:            env.Label(),
		AccountID:        *s.AccountID,
		KeyARN:           secured.Key.ARN,
		Services:         env.Services,
		LogRetentionDays: env.LogRetentionDays,
		Keep:             env.DeletionProtection,
	})

	backedUp := backup.New(s.module("backup"), backup.Props{
		Label:     env.Label(),
		Region:    env.Region,
		AccountID: *s.AccountID,
		Partition: *s.Partition,
		Tags:      env.Tags(),
		KeyARN:    secured.Key.ARN,
		Backup:    env.Backup,
		Second:    s.secondRegion(env.Backup.SecondRegion, env.Tags()),
		MLData:    stored.MLData,
		Keep:      env.DeletionProtection,
	})

	s.output("vpc_id", "The VPC", network.VPCID)
	s.output("private_subnet_ids", "The subnets of the tasks, in the order of the zones", network.PrivateSubnetIDs)
	s.output("nat_public_ips", "The addresses that outbound traffic comes from, for allow lists", network.NATPublicIPs)
	s.output("ml_data_bucket", "The bucket with models and training data", stored.MLData.Name)
	s.output("repository_urls", "Where each service's images are pushed", stored.RepositoryURLs)
	s.output("backup_vault_name", "The vault with the backups", backedUp.VaultName)
	s.output("restore_role_arn", "The role that restores from the vault", backedUp.RestoreRoleARN)
	if backedUp.SecondRegion != nil {
		s.output("backup_copy_vault_name", "The vault in the second region, with copies of the backups", backedUp.SecondRegion.VaultName)
		s.output("ml_data_replica_bucket", "The replica of the ML data in the second region", backedUp.SecondRegion.Replica.Name)
	}
	return nil
}
