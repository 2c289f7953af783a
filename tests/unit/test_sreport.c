/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_sreport.c - the examples of the reports' specification, which real sreport 22.05.8 printed from
 * invented rows (the worked example of test_rollup.c), and its answers to bad arguments. The only change:
 * Proper Name is blank, since no password database is asked here.
 */
#include "sim/ledger/query.h"
#include "sim/ledger/rollup.h"
#include "sim/model/job.h"
#include "sim/report/usage.h"
#include "tests/support/ss_test.h"

#include <string.h>

#define DAY20 INT64_C(1795132800) /* 2026-11-20T00:00:00 */

static SsTime at(int day, int hour, int minute, int second)
{
    return DAY20 + (day - 20) * 86400 + hour * 3600 + minute * 60 + second;
}

static const char entities[] =
    "INSERT INTO run VALUES ('cluster', 'alpha'), ('set.track_wckey_dbd', '1');"
    "INSERT INTO tres VALUES (1,'cpu','',0),(2,'mem','',1),(3,'energy','',2),(4,'node','',3),"
    "(5,'billing','',4),(6,'fs','disk',5),(7,'vmem','',6),(8,'pages','',7),(1001,'gres','gpu',8),"
    "(1002,'gres','gpu:a100',9),(1003,'license','matlab',10);"
    "INSERT INTO assoc (id_assoc,acct,user,partition,id_parent,lft,rgt,shares,is_def,def_qos_id,qos_set,"
    "created,deleted) VALUES"
    " (1,'root','','',0,1,18,1,0,0,0,0,0), (2,'root','root','',1,16,17,1,1,0,0,0,0),"
    " (5,'physics','','',1,6,15,100,0,0,0,0,0), (6,'hep','','',5,9,14,60,0,0,0,0,0),"
    " (7,'chem','','',1,2,5,40,0,0,0,0,0), (8,'physics','games','',5,7,8,10,0,0,0,0,0),"
    " (9,'hep','games','',6,12,13,30,1,0,0,0,0), (10,'chem','nobody','',7,3,4,1,1,0,0,0,0),"
    " (12,'hep','man','',6,10,11,1,1,0,0,0,0);"
    "INSERT INTO wckey VALUES (1,'w1','nobody',1,0), (2,'w2','man',1,0);"
    "INSERT INTO event VALUES"
    " ('',1795132800,1795264200,0,'',0,"
    "'1=56,2=224000,3=0,4=6,5=56,6=0,7=0,8=0,1001=4,1002=4,1003=10',''),"
    " ('',1795264200,0,0,'',0,'1=64,2=256000,3=0,4=7,5=64,6=0,7=0,8=0,1001=4,1002=4,1003=10',''),"
    " ('n2',1795169700,1795179600,1,'',0,'1=8,2=32000,5=8','');"
    "INSERT INTO resv VALUES (77,1795183200,1795190400,'train','8,10',0,'n[5-6]','1=16',0),"
    " (78,1795197600,1795201200,'maint1','',1,'n4','1=8',0);"
    "INSERT INTO suspend VALUES (103,12,1795176000,1795177200);";

static void put_job(SsLedger *ledger, uint32_t id, uint32_t assoc, const char *account,
                    const char *user, uint32_t wckey, uint32_t cpus, uint32_t resv, SsTime eligible,
                    SsTime start, SsTime end, const char *tres)
{
    const SsJobRecord row = {
        .db_inx = id,
        .job_id = id,
        .array_task_id = SS_UNSET32,
        .kill_uid = SS_UNSET32,
        .assoc_id = assoc,
        .account = account,
        .user = user,
        .wckey_id = wckey,
        .wckey = wckey == 1   ? "w1"
                 : wckey == 2 ? "w2"
                              : "",
        .cpus_req = cpus,
        .resv_id = resv,
        .submit = eligible,
        .eligible = eligible,
        .start = start,
        .end = end,
        .suspended = id == 103 ? 1200 : 0,
        .state = SS_JOB_COMPLETED,
        .tres_alloc = tres,
    };

    SS_EXPECT_TRUE(ss_row_put(ledger, &ss_row_job, &row, NULL));
}

static SsLedger *example(void)
{
    SsLedger         *ledger = ss_ledger_create(":memory:", NULL);
    g_autoptr(GError) error = NULL;

    ss_ledger_exec(ledger, entities, &error);
    put_job(ledger, 101, 9, "hep", "games", 0, 16, 0, at(20, 1, 0, 0), at(20, 1, 10, 0),
            at(20, 5, 40, 30), "1=16,2=32000,4=2,5=16,1001=2,1002=2");
    put_job(ledger, 102, 10, "chem", "nobody", 1, 8, 0, at(20, 9, 30, 0), at(20, 11, 0, 0),
            at(21, 2, 0, 0), "1=8,2=8000,4=1,5=8");
    put_job(ledger, 103, 12, "hep", "man", 2, 4, 0, at(20, 11, 20, 0), at(20, 11, 50, 30),
            at(20, 12, 40, 0), "1=4,2=4000,4=1,5=4");
    put_job(ledger, 104, 8, "physics", "games", 0, 12, 77, at(20, 14, 10, 0), at(20, 14, 15, 0),
            at(20, 15, 30, 0), "1=12,2=24000,4=2,5=12");
    put_job(ledger, 105, 8, "physics", "games", 0, 48, 0, at(20, 20, 0, 0), at(20, 23, 30, 0),
            at(21, 14, 0, 0), "1=48,2=192000,4=6,5=48,1001=4");
    put_job(ledger, 106, 10, "chem", "nobody", 0, 40, 0, at(20, 20, 10, 0), 0, at(20, 22, 0, 0),
            "");
    SS_EXPECT_TRUE(ss_rollup(ledger, at(23, 7, 0, 0), &error));
    SS_EXPECT_NO_ERROR(error);
    return ledger;
}

typedef struct {
    const char *words; /* behind "sreport" */
    int         code;
    const char *err,
        *out; /* without the banner's four or five lines when it begins with a blank line */
} Given;

#define PERIOD " start=2026-11-20 end=2026-11-22"
#define LINE   "--------------------------------------------------------------------------------\n"

static void expect(SsLedger *ledger, const Given *given)
{
    g_autofree char   *line = g_strconcat("sreport ", given->words, NULL);
    g_auto(GStrv)      argv = NULL;
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);

    SS_EXPECT_TRUE(g_shell_parse_argv(line, NULL, &argv, NULL));
    int         code = ss_report_sreport(ledger, at(23, 6, 58, 0), argv, out, err);
    const char *table = out->str;

    if (given->out && !g_str_has_prefix(given->out, LINE)) { /* the table alone */
        const char *last = g_strrstr(out->str, LINE);
        table = last ? last + strlen(LINE) : out->str;
    }
    if (!ss_expect_text(table, given->out ? given->out : "", given->words, __FILE__, __LINE__))
        return;
    SS_EXPECT_TEXT(err->str, given->err ? given->err : "");
    SS_EXPECT_INT(code, given->code);
}

static void expect_all(const Given *given, size_t n)
{
    g_autoptr(SsLedger) ledger = example();

    for (size_t i = 0; i < n; i++)
        expect(ledger, &given[i]);
}

static void prints_the_clusters_utilization(void)
{
    static const Given given[] = {
        { "cluster utilization" PERIOD, 0, NULL,
          LINE "Cluster Utilization 2026-11-20T00:00:00 - 2026-11-21T23:59:59\n"
               "Usage reported in CPU Minutes\n" LINE
               "  Cluster Allocate     Down PLND Dow     Idle  Planned Reported \n"
               "--------- -------- -------- -------- -------- -------- -------- \n"
               "    alpha    55326     1320      480    98592    11082   166800 \n" },
        { "-t percent cluster utilization" PERIOD, 0, NULL,
          LINE "Cluster Utilization 2026-11-20T00:00:00 - 2026-11-21T23:59:59\n"
               "Usage reported in Percentage of Total\n" LINE
               "  Cluster Allocate     Down PLND Dow     Idle  Planned Reported \n"
               "--------- -------- -------- -------- -------- -------- -------- \n"
               "    alpha   33.17%    0.79%    0.29%   59.11%    6.64%   96.53% \n" },
        { "-t hourper cluster utilization" PERIOD, 0, NULL,
          LINE
          "Cluster Utilization 2026-11-20T00:00:00 - 2026-11-21T23:59:59\n"
          "Usage reported in CPU Hours/Percentage of Total\n" LINE
          "  Cluster         Allocated              Down         PLND Down              Idle           Planned          Reported \n"
          "--------- ----------------- ----------------- ----------------- ----------------- ----------------- ----------------- \n"
          "    alpha       922(33.17%)         22(0.79%)          8(0.29%)      1643(59.11%)        185(6.64%)      2780(96.53%) \n" },
        { "cluster utilization format=cluster,count,alloc,down,planneddown,planned,idle,over,reported%20,tresname" PERIOD,
          0, NULL,
          "  Cluster TRES Count Allocate     Down PLND Dow PLND Dow     Idle Over Com Reported      TRES Name \n"
          "--------- ---------- -------- -------- -------- -------- -------- -------- -------- -------------- \n"
          "    alpha         60    55326     1320      480      480    98592     4400   166800            cpu \n" },
        { "-n -P -T cpu,gres/gpu,license/matlab -t hours cluster utilization" PERIOD, 0, NULL,
          "alpha|cpu|922|22|8|1643|185|2780\n"
          "alpha|gres/gpu|67|0|0|125|0|192\n"
          "alpha|license/matlab|0|0|0|480|0|480\n" },
        { "-n -P cluster utilization" PERIOD, 0, NULL,
          "alpha|55326|1320|480|98592|11082|166800\n" },
        { "-p cluster utilization start=2027-01-01 end=2027-02-01", 0, NULL,
          "Cluster|Allocated|Down|PLND Down|Idle|Planned|Reported|\n" },
    };

    expect_all(given, G_N_ELEMENTS(given));
}

static void prints_accounts_with_their_users(void)
{
    static const Given given[] = {
        { "cluster accountutilizationbyuser tree" PERIOD, 0, NULL,
          LINE
          "Cluster/Account/User Utilization 2026-11-20T00:00:00 - 2026-11-21T23:59:59 (172800 secs)\n"
          "Usage reported in CPU Minutes\n" LINE
          "  Cluster Account                  Login     Proper Name     Used   Energy \n"
          "--------- -------------------- --------- --------------- -------- -------- \n"
          "    alpha root                                              55026        0 \n"
          "    alpha  chem                                              7560        0 \n"
          "    alpha   chem                  nobody                     7560        0 \n"
          "    alpha  physics                                          47466        0 \n"
          "    alpha   physics                games                    43020        0 \n"
          "    alpha   hep                                              4446        0 \n"
          "    alpha    hep                   games                     4328        0 \n"
          "    alpha    hep                     man                      118        0 \n" },
        { "-t hourper cluster a tree" PERIOD " format=cluster,account,used", 0, NULL,
          "  Cluster Account                           Used \n"
          "--------- -------------------- ----------------- \n"
          "    alpha root                       917(32.99%) \n"
          "    alpha  chem                       126(4.53%) \n"
          "    alpha   chem                      126(4.53%) \n"
          "    alpha  physics                   791(28.46%) \n"
          "    alpha   physics                  717(25.79%) \n"
          "    alpha   hep                        74(2.67%) \n"
          "    alpha    hep                       72(2.59%) \n"
          "    alpha    hep                        2(0.07%) \n" },
        { "cluster a" PERIOD, 0, NULL,
          "  Cluster         Account     Login     Proper Name     Used   Energy \n"
          "--------- --------------- --------- --------------- -------- -------- \n"
          "    alpha            root                              55026        0 \n"
          "    alpha            chem                               7560        0 \n"
          "    alpha            chem    nobody                     7560        0 \n"
          "    alpha         physics                              47466        0 \n"
          "    alpha         physics     games                    43020        0 \n"
          "    alpha             hep                               4446        0 \n"
          "    alpha             hep     games                     4328        0 \n"
          "    alpha             hep       man                      118        0 \n" },
        { "-t hourper cluster a tree accounts=chem" PERIOD, 0, NULL,
          "  Cluster Account                  Login     Proper Name              Used            Energy \n"
          "--------- -------------------- --------- --------------- ----------------- ----------------- \n"
          "    alpha chem                                                  126(4.53%)          0(0.00%) \n"
          "    alpha  chem                   nobody                        126(4.53%)          0(0.00%) \n" },
        { "-n -P -T cpu,gres/gpu -t hours cluster a tree accounts=chem" PERIOD, 0, NULL,
          "alpha|chem|||cpu|126\nalpha|chem|||gres/gpu|0\n"
          "alpha| chem|nobody||cpu|126\nalpha| chem|nobody||gres/gpu|0\n" },
        { "-T cpu,gres/gpu,mem -t hours cluster a tree" PERIOD " accounts=chem", 0, NULL,
          "  Cluster Account                  Login     Proper Name      TRES Name      Used \n"
          "--------- -------------------- --------- --------------- -------------- --------- \n"
          "    alpha chem                                                      cpu       126 \n"
          "    alpha chem                                                 gres/gpu         0 \n"
          "    alpha chem                                                      mem    120000 \n"
          "    alpha  chem                   nobody                            cpu       126 \n"
          "    alpha  chem                   nobody                       gres/gpu         0 \n"
          "    alpha  chem                   nobody                            mem    120000 \n" },
        { "-P cluster a users=man" PERIOD, 0, NULL,
          "Cluster|Account|Login|Proper Name|Used|Energy\nalpha|hep|man||118|0\n" },
        { "cluster autumn start=2027-01-01 end=2027-02-01", 0, NULL,
          "  Cluster         Account     Login     Proper Name     Used   Energy \n"
          "--------- --------------- --------- --------------- -------- -------- \n" },
    };

    expect_all(given, G_N_ELEMENTS(given));
}

static void prints_users_by_account_wckey_and_rank(void)
{
    static const Given given[] = {
        { "cluster userutilizationbyaccount" PERIOD, 0, NULL,
          LINE
          "Cluster/User/Account Utilization 2026-11-20T00:00:00 - 2026-11-21T23:59:59 (172800 secs)\n"
          "Usage reported in CPU Minutes\n" LINE
          "  Cluster     Login     Proper Name         Account     Used   Energy \n"
          "--------- --------- --------------- --------------- -------- -------- \n"
          "    alpha     games                         physics    43020        0 \n"
          "    alpha    nobody                            chem     7560        0 \n"
          "    alpha     games                             hep     4328        0 \n"
          "    alpha       man                             hep      118        0 \n" },
        { "cluster wckeyutilizationbyuser" PERIOD, 0, NULL,
          "  Cluster           WCKey     Login     Proper Name     Used \n"
          "--------- --------------- --------- --------------- -------- \n"
          "    alpha              w1                               7200 \n"
          "    alpha              w1    nobody                     7200 \n"
          "    alpha              w2                                118 \n"
          "    alpha              w2       man                      118 \n" },
        { "cluster uw" PERIOD, 0, NULL,
          "  Cluster     Login     Proper Name           WCKey     Used \n"
          "--------- --------- --------------- --------------- -------- \n"
          "    alpha    nobody                              w1     7200 \n"
          "    alpha       man                              w2      118 \n" },
        { "user top" PERIOD, 0, NULL,
          LINE "Top 10 Users 2026-11-20T00:00:00 - 2026-11-21T23:59:59 (172800 secs)\n"
               "Usage reported in CPU Minutes\n" LINE
               "  Cluster     Login     Proper Name         Account     Used   Energy \n"
               "--------- --------- --------------- --------------- -------- -------- \n"
               "    alpha     games                         physics    43020        0 \n"
               "    alpha    nobody                            chem     7560        0 \n"
               "    alpha     games                             hep     4328        0 \n"
               "    alpha       man                             hep      118        0 \n" },
        { "user top group topcount=2 -t hourper" PERIOD, 0, NULL,
          LINE
          "Top 2 Users 2026-11-20T00:00:00 - 2026-11-21T23:59:59 (172800 secs)\n"
          "Usage reported in CPU Hours/Percentage of Total\n" LINE
          "  Cluster     Login     Proper Name         Account              Used            Energy \n"
          "--------- --------- --------------- --------------- ----------------- ----------------- \n"
          "    alpha     games                    physics, hep       789(28.39%)          0(0.00%) \n"
          "    alpha    nobody                            chem        126(4.53%)          0(0.00%) \n" },
        { "-s name -P user top" PERIOD " format=login,used", 0, NULL,
          "Login|Used\ngames|43020\ngames|4328\nman|118\nnobody|7560\n" },
        { "user top topcount=-1 users=man" PERIOD " -P format=used", 0, NULL, "Used\n118\n" },
    };

    expect_all(given, G_N_ELEMENTS(given));
}

static void prints_job_sizes(void)
{
    static const Given given[] = {
        { "job sizesbyaccount" PERIOD, 0, NULL,
          LINE
          "Job Sizes 2026-11-20T00:00:00 - 2026-11-21T23:59:59 (172800 secs)\n"
          "Time reported in Minutes\n" LINE
          "  Cluster   Account     0-49 CPUs   50-249 CPUs  250-499 CPUs  500-999 CPUs  >= 1000 CPUs % of cluster \n"
          "--------- --------- ------------- ------------- ------------- ------------- ------------- ------------ \n"
          "    alpha      root         54306             0             0             0             0      100.00% \n" },
        { "-P job sizesbyaccount flatview" PERIOD, 0, NULL,
          "Cluster|Account|0-49 CPUs|50-249 CPUs|250-499 CPUs|500-999 CPUs|>= 1000 CPUs|% of cluster\n"
          "alpha|chem|7200|0|0|0|0|13.26%\nalpha|hep|4446|0|0|0|0|8.19%\nalpha|physics|42660|0|0|0|0|78.55%\n" },
        { "-P job sizesbyaccount acctasparent" PERIOD, 0, NULL,
          "Cluster|Account|0-49 CPUs|50-249 CPUs|250-499 CPUs|500-999 CPUs|>= 1000 CPUs|% of cluster\n"
          "alpha|chem|7200|0|0|0|0|13.26%\nalpha|physics|47106|0|0|0|0|86.74%\n" },
        { "job s grouping=10,30 printjobcount flatview" PERIOD, 0, NULL,
          LINE "Job Sizes 2026-11-20T00:00:00 - 2026-11-21T23:59:59 (172800 secs)\n"
               "Units are in number of jobs ran\n" LINE
               "  Cluster   Account      0-9 CPUs    10-29 CPUs    >= 30 CPUs % of cluster \n"
               "--------- --------- ------------- ------------- ------------- ------------ \n"
               "    alpha      chem             1             0             0       20.00% \n"
               "    alpha       hep             1             1             0       40.00% \n"
               "    alpha   physics             0             1             1       40.00% \n" },
        { "-t hourper job s grouping=10,30 flatview" PERIOD, 0, NULL,
          "  Cluster   Account             0-9 CPUs           10-29 CPUs           >= 30 CPUs % of cluster \n"
          "--------- --------- -------------------- -------------------- -------------------- ------------ \n"
          "    alpha      chem         120(100.00%)             0(0.00%)             0(0.00%)       13.26% \n"
          "    alpha       hep             2(2.65%)           72(97.35%)             0(0.00%)        8.19% \n"
          "    alpha   physics             0(0.00%)            15(2.11%)          696(97.89%)       78.55% \n" },
        { "job s grouping=individual" PERIOD, 0, NULL,
          "  Cluster   Account        4 CPUs        8 CPUs       12 CPUs       16 CPUs       48 CPUs % of cluster \n"
          "--------- --------- ------------- ------------- ------------- ------------- ------------- ------------ \n"
          "    alpha      root           118          7200           900          4328         41760      100.00% \n" },
        { "-T gres/gpu job s flatview" PERIOD, 0, NULL,
          LINE
          "Job Sizes 2026-11-20T00:00:00 - 2026-11-21T23:59:59 (172800 secs)\n"
          "TRES type is gres/gpu\n"
          "Time reported in Minutes\n" LINE
          "  Cluster   Account     0-49 TRES   50-249 TRES  250-499 TRES  500-999 TRES  >= 1000 TRES % of cluster \n"
          "--------- --------- ------------- ------------- ------------- ------------- ------------- ------------ \n"
          "    alpha      chem             0             0             0             0             0        0.00% \n"
          "    alpha       hep           541             0             0             0             0       13.45% \n"
          "    alpha   physics          3480             0             0             0             0       86.55% \n" },
        { "job sizesbywckey" PERIOD, 0, NULL,
          LINE
          "Job Sizes by Wckey 2026-11-20T00:00:00 - 2026-11-21T23:59:59 (172800 secs)\n"
          "Time reported in Minutes\n" LINE
          "  Cluster     Wckey     0-49 CPUs   50-249 CPUs  250-499 CPUs  500-999 CPUs  >= 1000 CPUs % of cluster \n"
          "--------- --------- ------------- ------------- ------------- ------------- ------------- ------------ \n"
          "    alpha        w1          7200             0             0             0             0       98.39% \n"
          "    alpha        w2           118             0             0             0             0        1.61% \n" },
        { "job sizesbyaccountandwckey" PERIOD, 0, NULL,
          LINE
          "Job Sizes 2026-11-20T00:00:00 - 2026-11-21T23:59:59 (172800 secs)\n"
          "Time reported in Minutes\n" LINE
          "  Cluster Account                  0-49 CPUs   50-249 CPUs  250-499 CPUs  500-999 CPUs  >= 1000 CPUs % of cluster \n"
          "--------- -------------------- ------------- ------------- ------------- ------------- ------------- ------------ \n"
          "    alpha root:w1                       7200             0             0             0             0       98.39% \n"
          "    alpha root:w2                        118             0             0             0             0        1.61% \n" },
        { "-T cpu,mem job s" PERIOD, 1,
          " Job report only supports a single --tres type.\n Generate a separate report for each TRES type.\n",
          NULL },
    };

    expect_all(given, G_N_ELEMENTS(given));
}

static void prints_reservations(void)
{
    static const Given given[] = {
        { "reservation utilization" PERIOD, 0, NULL,
          LINE
          "Reservation Utilization 2026-11-20T00:00:00 - 2026-11-21T23:59:59\n"
          "Usage reported in TRES Minutes\n" LINE
          "  Cluster      Name               Start                 End      TRES Name            Allocated                 Idle \n"
          "--------- --------- ------------------- ------------------- -------------- -------------------- -------------------- \n"
          "    alpha     train 2026-11-20T14:00:00 2026-11-20T16:00:00            cpu                  900                 1020 \n"
          "    alpha    maint1 2026-11-20T18:00:00 2026-11-20T19:00:00            cpu                    0                  480 \n" },
        { "-t hours resv u format=cluster,name,re,flags,assoc,nodes,start,end,totaltime,trescount,tresname,trestime,alloc,idle" PERIOD,
          0, NULL,
          "  Cluster      Name       Id                Flags    Associations           Nodes               Start                 End TotalTime TRES count      TRES Name TRES Time            Allocated                 Idle \n"
          "--------- --------- -------- -------------------- --------------- --------------- ------------------- ------------------- --------- ---------- -------------- --------- -------------------- -------------------- \n"
          "    alpha     train       77                                 8,10          n[5-6] 2026-11-20T14:00:00 2026-11-20T16:00:00  02:00:00         16            cpu 1-08:00:00                   15                   17 \n"
          "    alpha    maint1       78                MAINT                              n4 2026-11-20T18:00:00 2026-11-20T19:00:00  01:00:00          8            cpu  08:00:00                    0                    8 \n" },
        { "-P resv u start=2026-11-20T15:00 end=2026-11-20T18:00 names=train", 0, NULL,
          "Cluster|Name|Start|End|TRES Name|Allocated|Idle\n"
          "alpha|train|2026-11-20T14:00:00|2026-11-20T16:00:00|cpu|900|1020\n" },
    };

    expect_all(given, G_N_ELEMENTS(given));
}

static void answers_bad_words_as_sreport_does(void)
{
    static const Given given[] = {
        { "bogus", 1, "invalid keyword: bogus\n", NULL },
        { "cluster", 1, "too few arguments for keyword:cluster\n", NULL },
        { "cluster bogus", 1,
          "Not valid report bogus\nValid cluster reports are, \"AccountUtilizationByUser\", "
          "\"UserUtilizationByAccount\", \"UserUtilizationByWckey\", \"Utilization\", and "
          "\"WCKeyUtilizationByUser\"\n",
          NULL },
        { "job bogus", 1,
          "Not valid report bogus\nValid job reports are, \"SizesByAccount, SizesByAccountAndWcKey, and  "
          "SizesByWckey\"\n",
          NULL },
        { "user bogus", 1, "Not valid report bogus\nValid user reports are, \"Top\"\n", NULL },
        { "resv bogus", 1,
          "Not valid report bogus\nValid reservation reports are, \"Utilization\"\n", NULL },
        { "-n -P cluster utilization bogus=3" PERIOD, 1,
          " Unknown condition: bogus=3\nUse keyword set to modify value\n",
          "alpha|55326|1320|480|98592|11082|166800\n" },
        { "-n -P cluster utilization format=cluster,bogus" PERIOD, 1, " Unknown field 'bogus'\n",
          "alpha\n" },
        { "-t foo -n -P cluster utilization" PERIOD, 0, "unknown time format foo",
          "alpha|55326|1320|480|98592|11082|166800\n" },
        { "-n -P user top topcount=abc users=man" PERIOD, 1,
          "sreport: error: Invalid value for TopCount (abc)\n", "alpha|man||hep|118|0\n" },
        { "-a -M alpha cluster utilization", 1,
          "Only one cluster option can be used (--all_clusters OR --cluster OR --local)\n", NULL },
        { "--bogus", 1,
          "sreport: unrecognized option '--bogus'\nTry \"sreport --help\" for more information\n",
          NULL },
        { "-T nosuch cluster utilization", 1, "sreport: fatal: No valid TRES given\n", NULL },
        { "-T node -t percent cluster a", 1,
          "sreport: fatal: TRES node usage is no longer reported in percent format reports.  Please use "
          "TRES CPU instead.\n",
          NULL },
        { "-T node cluster utilization", 1,
          "sreport: fatal: TRES node usage is no longer reported in the Cluster Utilization report.  "
          "Please use TRES CPU instead.\n",
          NULL },
        { "-n -P cluster utilization start=2026-11-20T20 end=2026-11-22 format=cluster", 0,
          "Invalid time specification (pos=11): 2026-11-20T20\n",
          "alpha\n" }, /* from yesterday on */
        { "-M beta -n -P cluster utilization" PERIOD, 0, NULL, "" },
        { "--version", 0, NULL, "slurm-wlm 22.05.8\n" },
    };

    expect_all(given, G_N_ELEMENTS(given));
}

static void rounds_the_window_to_hours(void)
{
    static const struct {
        const char *words, *window;
    } cases[] = {
        { "start=2026-11-20T10:29:29 end=2026-11-20T12:29:30",
          "2026-11-20T10:00:00 - 2026-11-20T12:59:59" },
        { "start=2026-11-20T10:30 end=2026-11-20T10:31",
          "2026-11-20T11:00:00 - 2026-11-20T11:59:59" },
        { "start=2026-11-22 end=now", "2026-11-22T00:00:00 - 2026-11-23T06:59:59" },
        { "start=2026-11-22 end=2030-01-01", "2026-11-22T00:00:00 - 2026-11-23T06:59:59" },
        { "", "2026-11-22T00:00:00 - 2026-11-22T23:59:59" },
        { "start=now-7days", "2026-11-16T07:00:00 - 2026-11-22T23:59:59" },
        { "start==2026-11-20 end=2026-11-21", "2026-11-20T00:00:00 - 2026-11-20T23:59:59" },
    };
    g_autoptr(SsLedger) ledger = example();

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char   *line = g_strconcat("sreport cluster utilization ", cases[i].words, NULL);
        g_auto(GStrv)      argv = NULL;
        g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);

        SS_EXPECT_TRUE(g_shell_parse_argv(line, NULL, &argv, NULL));
        ss_report_sreport(ledger, at(23, 6, 58, 0), argv, out, err);
        SS_EXPECT_CONTAINS(out->str, cases[i].window);
    }
}

static const SsTest tests[] = {
    SS_TEST(prints_the_clusters_utilization),
    SS_TEST(prints_accounts_with_their_users),
    SS_TEST(prints_users_by_account_wckey_and_rank),
    SS_TEST(prints_job_sizes),
    SS_TEST(prints_reservations),
    SS_TEST(answers_bad_words_as_sreport_does),
    SS_TEST(rounds_the_window_to_hours),
};
SS_TEST_MAIN("sreport", tests)
