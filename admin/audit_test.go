package admin_test

import "github.com/mosswart/overlord/admin/store"

var auditAll = store.AuditQuery{Limit: 500}
