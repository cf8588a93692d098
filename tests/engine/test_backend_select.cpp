#include "engine/backend/backend.h"
#include "engine/core/error.h"

#include <QTest>

using namespace mureum::engine;

class TestBackendSelect : public QObject
{
    Q_OBJECT
private slots:
    void everyNamedIsaIsTheOneAsked()
    {
        QCOMPARE(cpuIsas().front(), std::string("generic"));
        for (const std::string &isa : cpuIsas())
            QCOMPARE(makeCpuBackend(isa)->name(), "cpu-" + isa);
        QCOMPARE(makeCpuBackend("auto")->name(), "cpu-" + cpuIsas().back());
    }

    void unknownIsaThrows()
    {
        QVERIFY_EXCEPTION_THROWN(makeCpuBackend("neon"), Error);
        QVERIFY_EXCEPTION_THROWN(makeCpuBackend(""), Error);
    }

    void absentCudaIsOneClearError()
    {
        try {
            (void)makeCudaBackend();
            QSKIP("this build has CUDA");
        } catch (const Error &error) {
            QVERIFY(QString(error.what()).contains("--device cpu"));
        }
    }
};

QTEST_GUILESS_MAIN(TestBackendSelect)
#include "test_backend_select.moc"
