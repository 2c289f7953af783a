/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_assoc_dump - any text as a dump: read or refused with a finding; what is read is written and read
 * again the same. */
#include "configs/assoc_dump.h"
#include "configs/qos_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static SsAccounts *read_text(SsTresSet *tres, const char *text)
{
    g_autoptr(SsDiag)     diag = ss_diag_new();
    g_autoptr(GError)     error = NULL;
    g_autoptr(SsAccounts) db = ss_accounts_new("alpha", tres, 0);

    if (!ss_assoc_dump_read(text, "dump", db, diag, &error)) {
        g_assert(error != NULL);
        return NULL;
    }
    return g_steal_pointer(&db);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char     *text = g_strndup((const char *) data, MIN(size, 8192));
    g_autoptr(SsTresSet) tres = ss_tres_set_new();
    ss_tres_set_add(tres, "gres/gpu");
    g_autoptr(SsAccounts) db = read_text(tres, text);
    g_autoptr(SsAccounts) other = ss_accounts_new("alpha", tres, 0);
    g_autoptr(SsDiag)     diag = ss_diag_new();

    ss_qos_table_read(text, "qos", other, diag, NULL);
    if (db == NULL)
        return 0;
    g_autofree char      *once = ss_assoc_dump_text(db);
    g_autoptr(SsAccounts) back = read_text(tres, once);
    if (back == NULL)
        return 0; /* a name with a colon or a line's end cannot be written so that it reads */
    g_autofree char      *twice = ss_assoc_dump_text(back);
    g_autoptr(SsAccounts) again = read_text(tres, twice);
    if (again != NULL) {
        g_autofree char *thrice = ss_assoc_dump_text(again);
        g_assert_cmpstr(twice, ==, thrice);
    }
    return 0;
}
