/* SPDX-License-Identifier: Apache-2.0 */
/*
 * site.c - the configuration that the recording controller read.
 *
 * To run on one machine, a recording replaces some settings of a case's slurm.conf and leaves others out. The
 * tables below are the rules of the scripts that made the recordings; with them every setting that
 * `scontrol show config` shows can be compared.
 */
#include "tests/conformance/runner/site.h"

#include "sim/base/hostlist.h"
#include "tests/support/record.h"

#include <glib/gstdio.h>
#include <string.h>

/* What is said instead of what the case says. %W is the work folder of the recording, %P... its ports,
 * %H its name. */
static const char *const forced[] = {
    "SlurmctldHost=%H(127.0.0.1)",
    "SlurmctldPort=%P0",
    "SlurmdPort=%P1",
    "SlurmUser=root",
    "SlurmdUser=root",
    "AuthType=auth/none",
    "CredType=cred/none",
    "StateSaveLocation=%W/state",
    "SlurmdSpoolDir=%W/spool/%n",
    "SlurmctldPidFile=%W/run/slurmctld.pid",
    "SlurmdPidFile=%W/run/slurmd-%n.pid",
    "SlurmctldLogFile=%W/log/slurmctld.log",
    "SlurmdLogFile=%W/log/slurmd-%n.log",
    "SlurmctldDebug=info",
    "SlurmdDebug=error",
    "ProctrackType=proctrack/pgid",
    "TaskPlugin=task/none",
    "JobAcctGatherType=jobacct_gather/none",
    "AccountingStorageType=accounting_storage/slurmdbd",
    "AccountingStorageHost=127.0.0.1",
    "AccountingStoragePort=%P2",
    "JobCompType=jobcomp/none",
    "MailProg=/bin/true",
    "SwitchType=switch/none",
    "MpiDefault=none",
    "MessageTimeout=100",
    "SlurmdTimeout=0",
    "SlurmctldTimeout=600",
    "BatchStartTimeout=600",
    "UnkillableStepTimeout=600",
};

static const char *const dropped[] = {
    "slurmctldaddr",
    "controlmachine",
    "controladdr",
    "backupcontroller",
    "backupaddr",
    "accountingstoragepass",
    "accountingstorageuser",
    "accountingstoragebackuphost",
    "authinfo",
    "authaltparameters",
    "authalttypes",
    "prolog",
    "epilog",
    "prologslurmctld",
    "epilogslurmctld",
    "taskprolog",
    "taskepilog",
    "healthcheckprogram",
    "healthcheckinterval",
    "jobcomphost",
    "jobcomploc",
    "jobcomppass",
    "jobcompuser",
    "jobcompport",
    "plugindir",
    "plugstackconfig",
    "resumeprogram",
    "suspendprogram",
    "rebootprogram",
    "unkillablestepprogram",
    "jobsubmitplugins",
    "clifilterplugins",
    "launchtype",
    "acctgatherenergytype",
    "acctgathernodefreq",
    "jobacctgatherfrequency",
    "jobacctgatherparams",
    "srunportrange",
    "taskpluginparam",
    "slurmctldsyslogdebug",
    "slurmdsyslogdebug",
    "slurmschedlogfile",
    "slurmschedloglevel",
    "acctgatherprofiletype",
    "acctgatherfilesystemtype",
    "acctgatherinterconnecttype",
    "jobcontainertype",
    "x11parameters",
    "prologflags",
    "includes",
    "logtimeformat",
    "corespecplugin",
    "extsensorstype",
    "federationparameters",
    "frontendname",
};

/* Written once, from what the case says of them. */
static const char *const collected[] = { "slurmdparameters", "slurmctldparameters" };

typedef struct {
    const SsCase *c;
    GString      *kept; /* the lines that stay                     */
    GHashTable   *said; /* lower-case key -> value                 */
    GPtrArray    *gres; /* char *: "NODES GRES" of the node lines  */
    char         *default_gres;
    uint32_t      n_nodes;
} Site;

static bool is_one_of(const char *key, const char *const *keys, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    return false;
}

static bool is_forced(const char *key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(forced); i++)
        if (g_ascii_strncasecmp(forced[i], key, strlen(key)) == 0 && forced[i][strlen(key)] == '=')
            return true;
    return false;
}

static void add_forced(GString *conf, const SsCase *c, const char *line)
{
    while (*line) {
        if (line[0] == '%' && line[1] == 'W') {
            g_string_append(conf, "/WORK");
            line += 2;
        } else if (line[0] == '%' && line[1] == 'H') {
            g_string_append(conf, c->host);
            line += 2;
        } else if (line[0] == '%' && line[1] == 'P') {
            g_string_append_printf(conf, "%u", c->port + (uint32_t) (line[2] - '0'));
            line += 3;
        } else {
            g_string_append_c(conf, *line++);
        }
    }
    g_string_append_c(conf, '\n');
}

/* --- nodes ------------------------------------------------------------------------------------------- */

/* Every node is a process of one machine, with a port of its own. */
static void add_ports(Site *site, const char *names)
{
    const uint32_t        first = site->c->port + 10 + site->n_nodes;
    g_autoptr(SsHostlist) list = NULL;
    const uint32_t        n = ss_hostlist_parse(names, &list, NULL) ? ss_hostlist_count(list) : 1;

    g_string_append_printf(site->kept, " NodeAddr=127.0.0.1 NodeHostname=localhost Port=");
    g_string_append_printf(site->kept, n == 1 ? "%u\n" : "[%u-%u]\n", first, first + n - 1);
    site->n_nodes += n;
}

static void take_node(Site *site, const char *line)
{
    static const char *const own[] = { "nodeaddr", "nodehostname", "port", "bcastaddr" };
    g_auto(GStrv)            words = g_strsplit_set(line, " \t", -1);
    const char              *name = strchr(words[0], '=') + 1, *gres = NULL;

    for (char **word = words; *word; word++) {
        g_autofree char *key = g_ascii_strdown(*word, (gssize) strcspn(*word, "="));

        if (!**word || is_one_of(key, own, G_N_ELEMENTS(own)))
            continue;
        if (strcmp(key, "gres") == 0)
            gres = strchr(*word, '=') + 1;
        g_string_append_printf(site->kept, "%s%s", word == words ? "" : " ", *word);
    }
    if (strcmp(name, "DEFAULT") == 0) {
        g_string_append_c(site->kept, '\n');
        g_free(site->default_gres);
        site->default_gres = g_strdup(gres);
        return;
    }
    add_ports(site, name);
    if (gres || site->default_gres)
        g_ptr_array_add(site->gres,
                        g_strdup_printf("%s %s", name, gres ? gres : site->default_gres));
}

/* --- slurm.conf --------------------------------------------------------------------------------------- */

static void take_line(Site *site, const char *line)
{
    g_autofree char *key = g_ascii_strdown(line, (gssize) strcspn(line, "= \t"));
    const char      *equals = strchr(line, '=');

    if (is_one_of(key, dropped, G_N_ELEMENTS(dropped)) || is_forced(key))
        return;
    if (strcmp(key, "nodename") == 0 && equals) {
        take_node(site, line);
        return;
    }
    g_hash_table_insert(site->said, g_strdup(key), g_strdup(equals ? equals + 1 : ""));
    if (!is_one_of(key, collected, G_N_ELEMENTS(collected)))
        g_string_append_printf(site->kept, "%s\n", line);
}

static void take_lines(Site *site, const char *text)
{
    g_auto(GStrv)      lines = g_strsplit(text, "\n", -1);
    g_autoptr(GString) whole = g_string_new(NULL);

    for (char **line = lines; *line; line++) {
        (*line)[strcspn(*line, "#")] = '\0';
        g_string_append(whole, *line);
        if (g_str_has_suffix(whole->str, "\\")) {
            g_string_truncate(whole, whole->len - 1);
            continue;
        }
        g_strstrip(whole->str);
        if (*whole->str)
            take_line(site, whole->str);
        g_string_truncate(whole, 0);
    }
}

static char *slurm_conf(const Site *site)
{
    GString    *conf = g_string_new(NULL);
    const char *slurmd = g_hash_table_lookup(site->said, "slurmdparameters");
    const char *slurmctld = g_hash_table_lookup(site->said, "slurmctldparameters");

    for (size_t i = 0; i < G_N_ELEMENTS(forced); i++)
        add_forced(conf, site->c, forced[i]);
    if (slurmd && strstr(slurmd, "config_overrides"))
        g_string_append_printf(conf, "SlurmdParameters=%s\n", slurmd);
    else
        g_string_append_printf(conf, "SlurmdParameters=%s%sconfig_overrides\n",
                               slurmd ? slurmd : "", slurmd ? "," : "");
    if (slurmctld)
        g_string_append_printf(conf, "SlurmctldParameters=%s\n", slurmctld);
    if (!g_hash_table_contains(site->said, "returntoservice"))
        g_string_append(conf, "ReturnToService=2\n");
    if (!g_hash_table_contains(site->said, "clustername"))
        g_string_append(conf, "ClusterName=oracle\n");
    g_string_append(conf, site->kept->str);
    return g_string_free(conf, FALSE);
}

/* --- gres.conf ---------------------------------------------------------------------------------------- */

/* "gpu:h100:8(S:0-1)": a line of gres.conf; GPUs get device files, numbered through the node. */
static void add_gres(GString *conf, const char *nodes, const char *gres, uint32_t *device)
{
    g_autofree char *bare = g_strndup(gres, strcspn(gres, "("));
    g_auto(GStrv)    parts = g_strsplit(bare, ":", 3);
    const guint      n = g_strv_length(parts);
    const uint32_t   count = n > 1 ? (uint32_t) g_ascii_strtoull(parts[n - 1], NULL, 10) : 1;

    g_string_append_printf(conf, "NodeName=%s Name=%s", nodes, parts[0]);
    if (n > 2)
        g_string_append_printf(conf, " Type=%s", parts[1]);
    if (strcmp(parts[0], "gpu") != 0)
        g_string_append_printf(conf, " Count=%s\n", parts[n - 1]);
    else if (count == 1)
        g_string_append_printf(conf, " File=/dev/nvidia%u\n", *device);
    else
        g_string_append_printf(conf, " File=/dev/nvidia[%u-%u]\n", *device, *device + count - 1);
    *device += count;
}

static char *gres_conf(const Site *site)
{
    GString *conf = g_string_new(NULL);

    for (guint i = 0; i < site->gres->len; i++) {
        g_auto(GStrv) both = g_strsplit(site->gres->pdata[i], " ", 2);
        g_auto(GStrv) kinds = g_strsplit(both[1], ",", -1);
        uint32_t      device = 0;

        for (char **kind = kinds; *kind; kind++)
            add_gres(conf, both[0], *kind, &device);
    }
    return g_string_free(conf, FALSE);
}

/* --- users -------------------------------------------------------------------------------------------- */

/* The recording machine's users: those of users.txt ("name" or "name:uid"), then those that a dump holds or
 * setup.sh adds; ids are given from 5001 on. */
enum { FIRST_UID = 5001 };

typedef struct {
    GHashTable *names, *uids; /* sets */
    GString    *text;         /* of our users.txt */
} Users;

static void add_user(Users *users, const char *name, const char *number)
{
    uint32_t uid = FIRST_UID;

    if (!*name || strcmp(name, "root") == 0 || !g_hash_table_add(users->names, g_strdup(name)))
        return;
    while (g_hash_table_contains(users->uids, GUINT_TO_POINTER(uid)))
        uid++;
    if (number)
        uid = (uint32_t) g_ascii_strtoull(number, NULL, 10);
    g_hash_table_add(users->uids, GUINT_TO_POINTER(uid));
    g_string_append_printf(users->text, "%s:%u\n", name, uid);
}

static void add_listed(Users *users, const char *line)
{
    g_auto(GStrv) parts = g_strsplit(line, ":", 2);

    if (parts[0])
        add_user(users, parts[0], parts[1]);
}

/* User - 'ann':DefaultAccount=... */
static void add_dumped(Users *users, const char *line)
{
    const char *name = strstr(line, "User - ");

    if (!name)
        return;
    name += strlen("User - ");
    name += strspn(name, "'\"");
    g_autofree char *own = g_strndup(name, strcspn(name, ":'\""));
    add_user(users, own, NULL);
}

/* sacctmgr -i add user ann,ben account=... */
static void add_made(Users *users, const char *line)
{
    const char *list = strstr(line, "add user ");

    if (!list)
        return;
    list += strlen("add user ");
    list += strspn(list, " ");
    list += g_str_has_prefix(list, "name=") ? strlen("name=") : 0;
    g_autofree char *own = g_strndup(list, strcspn(list, " =\t"));
    g_auto(GStrv)    names = g_strsplit(own, ",", -1);

    for (char **name = names; *name; name++)
        add_user(users, *name, NULL);
}

static char *users_text(const SsCase *c)
{
    static const struct {
        const char *file;
        void (*take)(Users *users, const char *line);
    } sources[] = { { "users.txt", add_listed },
                    { "assoc.txt", add_dumped },
                    { "setup.sh", add_made } };
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) uids = g_hash_table_new(NULL, NULL);
    Users                 users = { names, uids, g_string_new("root:0\n") };

    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        g_autofree char *text = ss_record_file(c->folder, sources[i].file);
        g_auto(GStrv)    lines = g_strsplit(text ? text : "", "\n", -1);

        for (char **line = lines; *line; line++) {
            (*line)[strcspn(*line, "#")] = '\0';
            sources[i].take(&users, g_strstrip(*line));
        }
    }
    return g_string_free(users.text, FALSE);
}

/* --- the folder --------------------------------------------------------------------------------------- */

static gboolean put(const char *folder, const char *name, const char *text, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);

    return g_file_set_contents(path, text, -1, error);
}

/* As it is, if the case has it; under its own name or another. */
static gboolean copy(const SsCase *c, const char *name, const char *folder, const char *as,
                     GError **error)
{
    g_autofree char *text = ss_record_file(c->folder, name);

    return !text || put(folder, as, text, error);
}

/* The QOS that the line of a partition names; NULL without. Caller frees. */
static char *partition_qos(const char *line)
{
    g_auto(GStrv) words = g_strsplit_set(line, " \t", -1);

    if (g_ascii_strncasecmp(line, "PartitionName=", strlen("PartitionName=")) != 0)
        return NULL;
    for (char **word = words; *word; word++)
        if (g_ascii_strncasecmp(*word, "QOS=", strlen("QOS=")) == 0)
            return g_strdup(*word + strlen("QOS="));
    return NULL;
}

static int by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* A recording makes the QOS that its partitions name before setup.sh, which may change them. */
static gboolean put_setup(const SsCase *c, const char *folder, GError **error)
{
    g_autofree char     *setup = ss_record_file(c->folder, "setup.sh");
    g_autofree char     *conf = ss_record_file(c->folder, "slurm.conf");
    g_auto(GStrv)        lines = g_strsplit(conf ? conf : "", "\n", -1);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString)   text = g_string_new(NULL);

    if (!setup)
        return TRUE;
    for (char **line = lines; *line; line++) {
        char *qos = partition_qos(*line);

        if (qos)
            g_ptr_array_add(names, qos);
    }
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(text, "sacctmgr -i -Q add qos %s || true\n",
                               (const char *) names->pdata[i]);
    g_string_append(text, setup);
    return put(folder, "setup.sh", text->str, error);
}

static gboolean make_conf(const SsCase *c, const char *folder, const char *text, GError **error)
{
    g_autoptr(GString)    kept = g_string_new(NULL);
    g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GPtrArray)  gres = g_ptr_array_new_with_free_func(g_free);
    Site                  site = { .c = c, .kept = kept, .said = said, .gres = gres };

    take_lines(&site, text);
    g_autofree char *conf = slurm_conf(&site), *own_gres = gres_conf(&site);
    g_free(site.default_gres);
    return put(folder, "slurm.conf", conf, error)
           && (!*own_gres || put(folder, "gres.conf", own_gres, error))
           && copy(c, "gres.conf", folder, "gres.conf", error);
}

gboolean ss_case_make_site(const SsCase *c, GError **error)
{
    static const char *const also[] = { "topology.conf", "slurmdbd.conf" };
    g_autofree char         *folder = g_build_filename(c->work, "etc", NULL);
    g_autofree char         *recorded = ss_record_file(c->folder, "expected/slurm.conf");
    g_autofree char         *own = g_build_filename(c->folder, "slurm.conf", NULL);
    g_autofree char         *text = NULL;
    g_autofree char         *users = users_text(c);

    g_mkdir_with_parents(folder, 0755);
    for (size_t i = 0; i < G_N_ELEMENTS(also); i++)
        if (!copy(c, also[i], folder, also[i], error))
            return FALSE;
    /* The scripts that record give slurmdbd a file in any case, without TrackWCKey unless the case says so. */
    g_autofree char *dbd = ss_record_file(c->folder, "slurmdbd.conf");
    if (!dbd && !put(folder, "slurmdbd.conf", "", error))
        return FALSE;
    if (!copy(c, "assoc.txt", folder, "accounts.dump", error) || !put_setup(c, folder, error)
        || !put(folder, "users.txt", users, error))
        return FALSE;
    if (recorded)
        return put(folder, "slurm.conf", recorded, error)
               && copy(c, "expected/gres.conf", folder, "gres.conf", error);
    return g_file_get_contents(own, &text, NULL, error) && make_conf(c, folder, text, error);
}
