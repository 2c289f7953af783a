/* SPDX-License-Identifier: Apache-2.0 */

/*
 * site.c - a folder into a sealed cluster.
 *
 * The files are read in the order in which they need each other: slurm.conf names nodes and resources,
 * gres.conf and topology.conf speak of those nodes, accounts of those resources; partitions name QOS that
 * only the accounts know, so what partitions and accounts say of each other is checked last. An error in
 * one file does not keep the others from being read, because a user wants to see all of them at once;
 * only the verdict at the end does.
 *
 * gres.conf is optional even where nodes have resources: their counts are in slurm.conf. topology.conf
 * is read only if TopologyPlugin=topology/tree asks for it, as slurmctld does. Of slurmdbd.conf, which few sites
 * hand out, TrackWCKey alone.
 *
 * Tested in tests/unit/test_site.c and on 47 real sites in tests/conformance/test_config_corpus.c.
 */
#include "configs/site.h"

#include "configs/accounts.h"
#include "configs/gres_conf.h"
#include "configs/site_checks.h"
#include "configs/slurm_conf.h"
#include "configs/topology_conf.h"
#include "sim/base/lines.h"
#include "sim/base/size.h"

#include <string.h>

typedef struct {
    char                *folder, *conf;
    const SsSiteOptions *options;
    SsFaults             faults;
    SsCluster           *cluster;
    uint32_t             n_before; /* errors the diag held already */
    bool                 is_read;  /* every file, whatever was found in them */
} Site;

static void site_clear(Site *site)
{
    g_free(site->folder);
    g_free(site->conf);
    ss_cluster_unref(site->cluster);
    g_hash_table_unref(site->faults.places);
}

/* --- files ------------------------------------------------------------------------------------------ */

static gboolean find_conf(Site *site, const char *path, GError **error)
{
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
        site->folder = g_strdup(path);
        site->conf = g_build_filename(path, "slurm.conf", NULL);
    } else {
        site->folder = g_path_get_dirname(path);
        site->conf = g_strdup(path);
    }
    if (site->options->folder) {
        g_free(site->folder);
        site->folder = g_strdup(site->options->folder);
    }
    if (g_file_test(site->conf, G_FILE_TEST_EXISTS))
        return TRUE;

    const SsPlace place = { site->conf, 0, 0 };
    ss_fault(&site->faults, SS_FAULT_NO_SITE, &place, "there is no such file");
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                "%s: there is no such file; a site is a folder with slurm.conf, or the file itself",
                site->conf);
    return FALSE;
}

static gboolean read_slurm_conf(Site *site, GError **error)
{
    g_autoptr(SsConfReader) reader = ss_conf_reader_open(site->conf, &site->faults, error);

    if (reader == NULL)
        return FALSE;
    ss_slurm_conf_read(reader, site->options->overrides, site->cluster, &site->faults);
    return TRUE;
}

/* Another file of the folder; NULL if it is not there or, with a finding, cannot be read. */
static SsConfReader *open_beside(Site *site, const char *name)
{
    g_autofree char  *path = g_build_filename(site->folder, name, NULL);
    g_autoptr(GError) error = NULL;

    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return NULL;
    SsConfReader *reader = ss_conf_reader_open(path, &site->faults, &error);
    if (reader == NULL) {
        const SsPlace place = { path, 0, 0 };
        ss_fault(&site->faults, SS_FAULT_UNREADABLE, &place, "%s", error->message);
        return NULL;
    }
    ss_conf_reader_set_cluster(reader, site->cluster->name);
    return reader;
}

static bool has_gres(const SsCluster *cluster)
{
    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        if (cluster->nodes[i].n_gres > 0)
            return true;
    }
    return false;
}

static void read_gres_conf(Site *site)
{
    g_autoptr(SsConfReader) reader = open_beside(site, "gres.conf");

    if (reader != NULL)
        ss_gres_conf_read(reader, site->cluster, &site->faults);
    else if (has_gres(site->cluster))
        ss_fault(&site->faults, SS_FAULT_GRES_ABSENT, NULL,
                 "no gres.conf, using slurm.conf data for generic resources");
}

static void read_topology_conf(Site *site)
{
    g_autoptr(SsConfReader) reader = NULL;

    if (!site->cluster->settings.topology_tree)
        return;
    reader = open_beside(site, "topology.conf");
    if (reader != NULL) {
        ss_topology_conf_read(reader, site->cluster, &site->faults);
        return;
    }
    const SsPlace place = { site->conf, 0, 0 };
    ss_fault(&site->faults, SS_FAULT_TOPO_MISSING, &place,
             "TopologyPlugin=topology/tree needs topology.conf in %s", site->folder);
}

/* What "TrackWCKey=..." of slurmdbd.conf says, into *on; other keys are passed over. */
static void take_dbd_pair(const Site *site, const SsConfItem *item, bool *on)
{
    SsSettings        settings = { 0 };
    g_autoptr(GError) error = NULL;

    if (g_ascii_strcasecmp(item->key, "TrackWCKey") != 0)
        return;
    if (ss_settings_set(&settings, "TrackWCKey", item->value, &error))
        *on = settings.track_wckey;
    else
        ss_fault(&site->faults, SS_FAULT_BAD_VALUE, &item->value_place, "%s", error->message);
}

/* The accounting database counts wckeys only if its own file says so, too. That file is another host's and holds a
 * password: where a site comes without it, it is taken to agree with slurm.conf. Nothing else of it is simulated. */
static void read_slurmdbd_conf(Site *site)
{
    static const char       name[] = "slurmdbd.conf";
    g_autofree char        *path = g_build_filename(site->folder, name, NULL);
    SsSettings             *settings = &site->cluster->settings;
    g_autoptr(SsConfReader) reader = open_beside(site, name);
    const SsPlace           place = { path, 0, 0 };
    SsConfItem              item;

    settings->track_wckey_dbd = reader == NULL && settings->track_wckey;
    if (reader == NULL)
        return;
    while (ss_conf_reader_next(reader))
        while (ss_conf_reader_pair(reader, &item))
            take_dbd_pair(site, &item, &settings->track_wckey_dbd);
    if (settings->track_wckey && !settings->track_wckey_dbd)
        ss_fault(&site->faults, SS_FAULT_DBD_WCKEYS, &place,
                 "slurm.conf has TrackWCKey=yes, slurmdbd.conf has not");
}

/* --- accounts and users ----------------------------------------------------------------------------- */

static gboolean read_accounts(Site *site, GError **error)
{
    const SsSiteOptions  *options = site->options;
    SsCluster            *cluster = site->cluster;
    g_autoptr(SsAccounts) db = ss_accounts_new(cluster->name, cluster->tres, options->now);
    g_autoptr(GError)     why = NULL;
    bool                  found = false;

    if (!ss_accounts_read(site->folder, options->accounts_file, options->qos_file, db, &found,
                          site->faults.diag, &why)
        && !g_error_matches(why, SS_CONF_ERROR, SS_CONF_ERROR_FAULTY)) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (found) {
        ss_cluster_resources(cluster, db);
        cluster->accounts = g_steal_pointer(&db);
    } else if (!site->options->people_follow)
        ss_fault(&site->faults, SS_FAULT_NO_ACCOUNTS, NULL,
                 "no accounts file: users and accounts come from the workload");
    return TRUE;
}

/* "user:uid", "user:uid:group:gid" or a line of passwd(5); false if it is none of them. */
static bool take_user(SsCluster *cluster, const char *text)
{
    g_auto(GStrv) fields = g_strsplit(text, ":", -1);
    const guint   n = g_strv_length(fields);
    int64_t       uid;

    if (n < 2 || *g_strstrip(fields[0]) == '\0')
        return false;
    if (!ss_int_parse(g_strstrip(fields[1]), 0, UINT32_MAX - 2, &uid, NULL)
        && (n < 3 || !ss_int_parse(g_strstrip(fields[2]), 0, UINT32_MAX - 2, &uid, NULL)))
        return false;
    g_hash_table_insert(cluster->uids, g_strdup(fields[0]), GUINT_TO_POINTER((guint) uid));
    return true;
}

static void read_user_lines(Site *site, SsLines *lines)
{
    SsLine line;

    if (site->cluster->uids == NULL)
        site->cluster->uids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    while (ss_lines_next(lines, &line)) {
        const SsPlace place = ss_lines_place(lines, 0);

        g_strstrip(line.text);
        if (*line.text == '\0' || *line.text == '#' || take_user(site->cluster, line.text))
            continue;
        ss_fault(&site->faults, SS_FAULT_USERS_FILE, &place, "'%s' is not user:uid", line.text);
    }
}

static void read_users(Site *site)
{
    static const char *const names[] = { "users.sim", "users.txt" };

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char   *path = g_build_filename(site->folder, names[i], NULL);
        g_autoptr(GError)  error = NULL;
        g_autoptr(SsLines) lines = NULL;

        if (!g_file_test(path, G_FILE_TEST_EXISTS))
            continue;
        const SsPlace place = { path, 0, 0 };
        lines = ss_lines_open(path, SS_LINES_PLAIN, &error);
        if (lines != NULL)
            read_user_lines(site, lines);
        if (lines == NULL || !ss_lines_finish(lines, &error))
            ss_fault(&site->faults, SS_FAULT_UNREADABLE, &place, "%s", error->message);
        return;
    }
}

/* --- the verdict ------------------------------------------------------------------------------------ */

static gboolean judge(const Site *site, GError **error)
{
    const uint32_t n = ss_diag_count(site->faults.diag, SS_SEVERITY_ERROR) - site->n_before;

    if (n == 0)
        return TRUE;
    g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_FAULTY,
                "%s: the site has %u error%s; slurmsim check lists them", site->conf, n,
                ss_plural(n));
    return FALSE;
}

static gboolean read_all(Site *site, GError **error)
{
    if (!read_slurm_conf(site, error))
        return FALSE;
    read_gres_conf(site);
    read_topology_conf(site);
    read_slurmdbd_conf(site);
    if (!read_accounts(site, error))
        return FALSE;
    read_users(site);
    ss_cluster_seal(site->cluster);
    ss_site_check_accounts(site->cluster, &site->faults);
    site->is_read = true;
    return judge(site, error);
}

gboolean ss_site_read(const char *folder_or_file, const SsSiteOptions *options, SsDiag *diag,
                      SsCluster **out, GError **error)
{
    static const SsSiteOptions defaults = { 0 };
    Site                       site = { .options = options != NULL ? options : &defaults };
    gboolean                   ok;

    site.faults = (SsFaults){
        .diag = diag,
        .reading = site.options->strict ? SS_READ_STRICT : SS_READ_LENIENT,
        .imitate = site.options->imitate,
        .places = ss_site_places_new(),
    };
    site.n_before = ss_diag_count(diag, SS_SEVERITY_ERROR);
    site.cluster = ss_cluster_new();
    ok = find_conf(&site, folder_or_file, error) && read_all(&site, error);
    if (ok || (site.is_read && site.options->even_faulty))
        *out = g_steal_pointer(&site.cluster);
    site_clear(&site);
    return ok;
}
