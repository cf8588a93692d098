#include "eval/report/refresh_run.h"

#include "datasets/text/write_file.h"
#include "eval/report/html_report.h"
#include "eval/suite/run_data.h"
#include "eval/suite/run_files.h"

namespace mureum::eval {

void refreshRun(const std::filesystem::path &folder)
{
    const RunData run = loadRun(folder);
    if (run.complete)
        datasets::writeFileAtomically(folder / "summary.json", jsonText(run.summary, 2));
    datasets::writeFileAtomically(folder / "report.html", htmlReport(run));
}

} // namespace mureum::eval
