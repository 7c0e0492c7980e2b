package detection

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/accountalternatecontact"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// newContacts declares whom AWS writes to beside the account's own address.
func newContacts(m address.Module, d envs.Detection) {
	contacts := d.Contacts()
	for _, kind := range slices.Sorted(maps.Keys(contacts)) {
		contact := contacts[kind]
		accountalternatecontact.NewAccountAlternateContact(m.Stack, m.ID("contact_"+strings.ToLower(kind)), &accountalternatecontact.AccountAlternateContactConfig{
			AlternateContactType: jsii.String(kind),
			Name:                 jsii.String(contact.Name),
			Title:                jsii.String(contact.Title),
			EmailAddress:         jsii.String(contact.Email),
			PhoneNumber:          jsii.String(contact.Phone),
		})
	}
}
